using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>A gateway with DCMTK's storescp as a configured destination.</summary>
public class DcmtkGateway : GatewayFixture
{
    private Process? _storescp;

    /// <summary>Where storescp puts what it gets.</summary>
    public string Received { get; } = Directory.CreateTempSubdirectory("storescp-").FullName;

    public string Port => DicomPort.ToString(System.Globalization.CultureInfo.InvariantCulture);

    protected override IEnumerable<(string Key, string? Value)> Settings =>
    [
        ("Dicom:AcceptUnknownSopClasses", "true"), ("CheckFilesOnRead", "true"),
        ("Dicom:Peers:0:AETitle", "STORESCP"), ("Dicom:Peers:0:Host", "127.0.0.1"), ("Dicom:Peers:0:Port", $"{StorescpPort}"),
    ];

    protected int StorescpPort { get; } = FreePort();

    /// <summary>Starts the destination and waits until it listens.</summary>
    public async Task StartStorescpAsync(params string[] options)
    {
        _storescp ??= Dcmtk.Start("storescp", [.. options, "-od", Received, "-aet", "STORESCP", $"{StorescpPort}"]);
        await Eventually.IsTrueAsync(() => Listening.IsAtAsync(StorescpPort));
    }

    public Task PublishedAsync() =>
        Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));

    public override async Task DisposeAsync()
    {
        if (_storescp is not null)
        {
            _storescp.Kill();
            await _storescp.WaitForExitAsync();
            _storescp.Dispose();
        }

        await base.DisposeAsync();
        Directory.Delete(Received, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

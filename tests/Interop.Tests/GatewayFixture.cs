using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.Host;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests;

/// <summary>The whole gateway in this process: free ports on loopback, data in a new temporary directory, one administrator.</summary>
public class GatewayFixture : IAsyncLifetime
{
    public const string AETitle = "GATEWAY";
    public const string UserName = "tester";
    public const string Password = "Kiem-Thu-2026";

    private WebApplication? _gateway;

    /// <summary>Removed at the end.</summary>
    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("gateway-").FullName;

    public IServiceProvider Services => Gateway.Services;

    /// <summary>Such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Web { get; private set; } = null!;

    public int DicomPort { get; private set; }

    protected WebApplication Gateway => _gateway ?? throw new InvalidOperationException("The gateway has not started.");

    /// <summary>Settings beyond the usual, such as <c>("Dicom:Peers:0:AETitle", "STORESCP")</c>.</summary>
    protected virtual IEnumerable<(string Key, string? Value)> Settings => [];

    public virtual async Task InitializeAsync()
    {
        (string Key, string? Value)[] settings =
        [
            ("Data", DataDirectory),
            ("Dicom:AETitle", AETitle),
            ("Dicom:Port", "0"),
            ("Web:Port", "0"),
            ("Web:AssetsDirectory", Path.Combine(Repository.Root, "src", "Viewer.Web", "dist")),
            ("Logging:LogLevel:Default", "Warning"),
            .. Settings,
        ];
        _gateway = GatewayApplication.Build([.. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))]);
        await _gateway.StartAsync();
        DicomPort = Services.GetRequiredService<DicomEndpoint>().Address!.Port;
        var tlsPort = Services.GetRequiredService<DicomEndpoint>().TlsAddress?.Port;
        Web = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).Single(address => address.Port != DicomPort && address.Port != tlsPort);
        await Services.GetRequiredService<Accounts>()
            .CreateAsync(UserName, Password, Role.Administrator, mustChange: false, "test", CancellationToken.None);
    }

    public virtual async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.StopAsync();
            await _gateway.DisposeAsync();
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    /// <summary>A client that is signed in as the administrator.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient { BaseAddress = Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")));
        return client;
    }

    /// <summary>Puts instances in by the one door; they are visible when this returns.</summary>
    public async Task StoreAsync(IEnumerable<DemoInstance> instances)
    {
        var ingest = Services.GetRequiredService<IInstanceIngest>();
        var source = new InstanceSource(IngestOrigin.Import, null, null, null, "test");
        foreach (var instance in instances)
        {
            var bytes = new ArrayBufferWriter<byte>();
            DataSetWriter.Write(bytes, instance.DataSet, instance.TransferSyntax);
            var announced = new IncomingInstance.AnnouncedDataSet(instance.SopClassUid, instance.SopInstanceUid, instance.TransferSyntax.Uid, source);
            var outcome = await ingest.IngestAsync(announced, PipeReader.Create(new ReadOnlySequence<byte>(bytes.WrittenMemory)), CancellationToken.None);
            Assert.IsType<IngestOutcome.Stored>(outcome);
        }

        await WhenPublishedAsync();
    }

    /// <summary>Completes when everything that was acknowledged is visible.</summary>
    public Task WhenPublishedAsync() =>
        Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
}

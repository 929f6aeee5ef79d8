using System.Globalization;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>A gateway that speaks TLS with a destination that speaks TLS; certificates of clients are checked, not demanded.</summary>
public sealed class DcmtkTlsGateway : DcmtkGateway
{
    private readonly (string Certificate, string Key) _own;

    public DcmtkTlsGateway() => _own = Authority.Issue("gateway", TimeSpan.FromDays(20));

    public TestAuthority Authority { get; } = new();

    public string TlsPort => Services.GetRequiredService<DicomEndpoint>().TlsAddress!.Port.ToString(CultureInfo.InvariantCulture);

    protected override IEnumerable<(string Key, string? Value)> Settings =>
    [
        .. base.Settings,
        ("Dicom:Tls:Port", "0"), ("Dicom:Tls:Certificate", _own.Certificate), ("Dicom:Tls:Key", _own.Key), ("Dicom:Tls:ClientCA", Authority.CA),
        ("Dicom:Peers:0:Tls:Enabled", "true"), ("Dicom:Peers:0:Tls:CA", Authority.CA),
    ];

    /// <summary>DCMTK's options for a certificate of the authority.</summary>
    public string[] Certified(string name, TimeSpan validFor)
    {
        var (certificate, key) = Authority.Issue(name, validFor);
        return ["+tls", key, certificate, "+cf", Authority.CA];
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Authority.Dispose();
    }
}

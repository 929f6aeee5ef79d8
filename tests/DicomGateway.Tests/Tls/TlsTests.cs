using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Hosting;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.DicomGateway.Tests.Services;
using ImagingGateway.DicomGateway.Tls;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Tests.Tls;

/// <summary>PS3.15 B.9 to B.13, this gateway on both ends.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private readonly TestAuthority _authority = new();
    private readonly KeptLog _log = new();

    [Theory]
    [InlineData("bcp195", "bcp195")]
    [InlineData("tls13", "bcp195")]
    [InlineData("bcp195", "tls13")]
    public async Task AnInstanceGoesThroughWithBothSidesCertified(string profile, string peerProfile)
    {
        await using var gateway = await StartAsync(Server() with { ClientCA = _authority.CA, RequireClientCertificate = true, Profile = profile });
        var peer = Peer(gateway, _authority.CA, Certified("client", Year)) is var made ? made with { Tls = made.Tls with { Profile = peerProfile } } : made;
        var instance = TestInstance.New() with { Rows = 20_000 }; // 640,000 bytes: many TLS records
        var proposals = new[] { new PresentationContextProposal(1, Uids.CTImageStorage, [TestScu.LittleEndian[0]]) };
        var connection = await DicomScu.ConnectAsync(peer, RunningGateway.Caller, proposals, CancellationToken.None);
        await using (var scu = Assert.IsType<ScuConnection.Established>(connection).Scu)
        {
            var bytes = instance.ToBytes();
            var outcome = await scu.StoreAsync(scu.Contexts.All.Single(), instance.SopInstanceUid, new MemoryStream(bytes), bytes.Length);
            Assert.Equal(DimseStatus.Success, Assert.IsType<ScuOutcome.Answered>(outcome).Status);
        }

        await gateway.PublishedAsync();
        Assert.NotEmpty(await VerificationAndStorageTests.ReadAsync(gateway, instance));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task AClientWithoutOrWithAWrongCertificateIsRefusedInOneLine()
    {
        using var stranger = new TestAuthority("Stranger");
        await using var gateway = await StartAsync(Server() with { ClientCA = _authority.CA, RequireClientCertificate = true });
        foreach (var (own, words) in new (TlsOptions?, string)[]
                 {
                     (null, "presented no certificate"),
                     (Certified("late", -TimeSpan.FromDays(1)), "expired on"),
                     (Certified("alien", Year, stranger), "trusted authority"),
                 })
        {
            var before = _log.Lines.Length;
            var outcome = await EchoAsync(Peer(gateway, _authority.CA, own));
            Assert.IsNotType<ScuOutcome.Answered>(outcome);
            await Eventually.IsTrueAsync(() => _log.Lines.Length > before);
            Assert.Contains(words, Assert.Single(_log.Lines[before..]), StringComparison.Ordinal);
        }

        Assert.IsType<ScuOutcome.Answered>(await EchoAsync(Peer(gateway, _authority.CA, Certified("good", Year))));
    }

    [Fact]
    public async Task AServerWithAWrongCertificateIsNotSpokenTo()
    {
        using var stranger = new TestAuthority("Stranger");
        var late = _authority.Issue("late", -TimeSpan.FromDays(1));
        await using var expired = await StartAsync(new TlsOptions { Port = 0, Certificate = late.Certificate, Key = late.Key });
        await using var good = await StartAsync(Server());
        Assert.Contains("expired on", (await ConnectAsync(Peer(expired, _authority.CA, null))).ToString(), StringComparison.Ordinal);
        Assert.Contains("trusted authority", (await ConnectAsync(Peer(good, stranger.CA, null))).ToString(), StringComparison.Ordinal);
        Assert.Contains("trusted authority", (await ConnectAsync(Peer(good, null, null))).ToString(), StringComparison.Ordinal);
        var named = Peer(good, _authority.CA, null);
        Assert.Contains("another name", (await ConnectAsync(named with { Tls = named.Tls with { Name = "pacs.example" } })).ToString(), StringComparison.Ordinal);
        Assert.IsType<ScuOutcome.Answered>(await EchoAsync(named with { Tls = named.Tls with { Name = string.Empty } }));
    }

    [Fact]
    public async Task WhoSpeaksNoTlsIsRefusedInOneLineAndLeavesNothing()
    {
        await using var gateway = await StartAsync(Server());
        var peer = Peer(gateway, null, null);
        Assert.IsType<ScuConnection.Unreachable>(await ConnectAsync(peer with { Tls = new PeerTlsOptions() }));
        await Eventually.IsTrueAsync(() => _log.Lines.Length > 0);
        Assert.Contains("Secure connection from", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewCertificateCountsAtOnceAndABrokenOneIsLeftAside()
    {
        await using var gateway = await StartAsync(Server());
        var acceptor = gateway.Services.GetRequiredService<TlsAcceptor>();
        var first = acceptor.Certificate!.SerialNumber;
        var files = _authority.Issue("server", 2 * Year);
        Assert.IsType<ScuOutcome.Answered>(await EchoAsync(Peer(gateway, _authority.CA, null)));
        var second = acceptor.Certificate!.SerialNumber;
        Assert.NotEqual(first, second);
        await File.WriteAllTextAsync(files.Certificate, "not a certificate");
        Assert.IsType<ScuOutcome.Answered>(await EchoAsync(Peer(gateway, _authority.CA, null)));
        Assert.Equal(second, acceptor.Certificate!.SerialNumber);
        Assert.Contains("stays in use", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongSettingsAreToldBeforeTheStart()
    {
        var server = Server();
        Assert.Empty(server.Validate());
        Assert.Single((server with { Profile = "ssl3" }).Validate());
        Assert.Single((server with { Certificate = server.Key }).Validate());
        Assert.Single((server with { Certificate = "/nowhere.pem" }).Validate());
        Assert.Single((server with { Certificate = null }).Validate());
        Assert.Single((server with { RequireClientCertificate = true }).Validate());
        Assert.Single((server with { ClientCA = server.Key }).Validate());
    }

    public void Dispose()
    {
        _authority.Dispose();
        _log.Dispose();
    }

    private TlsOptions Server() => Certified("server", Year) with { Port = 0 };

    private TlsOptions Certified(string name, TimeSpan validFor, TestAuthority? authority = null)
    {
        var files = (authority ?? _authority).Issue(name, validFor);
        return new TlsOptions { Certificate = files.Certificate, Key = files.Key };
    }

    private Task<RunningGateway> StartAsync(TlsOptions tls) =>
        RunningGateway.StartAsync(new DicomGatewayOptions { Tls = tls }, services => services.AddLogging(logging => logging.AddProvider(_log)));

    private static DicomPeer Peer(RunningGateway gateway, string? authority, TlsOptions? own) => gateway.AsPeer with
    {
        Port = gateway.Services.GetRequiredService<DicomEndpoint>().TlsAddress!.Port,
        Tls = new PeerTlsOptions { Enabled = true, CA = authority, Own = own },
    };

    private static Task<ScuConnection> ConnectAsync(DicomPeer peer) => DicomScu.ConnectAsync(
        peer, RunningGateway.Caller, [new PresentationContextProposal(1, Uids.Verification, [TestScu.LittleEndian[0]])], CancellationToken.None);

    // With TLS 1.3 a client learns only afterwards that its certificate was refused.
    private static async Task<object> EchoAsync(DicomPeer peer)
    {
        var connection = await ConnectAsync(peer);
        if (connection is not ScuConnection.Established established)
            return connection;
        await using var scu = established.Scu;
        return await scu.EchoAsync();
    }
}

using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>DCMTK's programs with TLS in both directions (PS3.15 B.9 to B.11 are what it offers).</summary>
public sealed class DcmtkTlsTests(DcmtkTlsGateway gateway) : IClassFixture<DcmtkTlsGateway>
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [ToolTheory("echoscu")]
    [InlineData("+py")] // non-downgrading BCP 195
    [InlineData("+px")] // BCP 195
    [InlineData("+pz")] // extended BCP 195
    public async Task Echoscu_is_answered_with_and_without_a_certificate_of_its_own(string profile)
    {
        foreach (var security in new string[][] { gateway.Certified("echoscu", Year), ["+tla", "+cf", gateway.Authority.CA] })
        {
            var output = await Dcmtk.SucceedAsync("echoscu", ["-v", .. security, profile, "-aec", GatewayFixture.AETitle, "127.0.0.1", gateway.TlsPort]);
            Assert.Contains("Received Echo Response (Success)", output, StringComparison.Ordinal);
        }
    }

    [ToolFact("echoscu")]
    public async Task A_retired_profile_without_encryption_finds_no_common_suite()
    {
        var (exitCode, _) = await Dcmtk.RunAsync("echoscu", [.. gateway.Certified("echoscu", Year), "+pn", "-aec", GatewayFixture.AETitle, "127.0.0.1", gateway.TlsPort]);
        Assert.NotEqual(0, exitCode);
    }

    [ToolFact("echoscu")]
    public async Task An_expired_certificate_is_refused_by_either_side()
    {
        var (exitCode, _) = await Dcmtk.RunAsync("echoscu", [.. gateway.Certified("late", -TimeSpan.FromDays(1)), "-aec", GatewayFixture.AETitle, "127.0.0.1", gateway.TlsPort]);
        Assert.NotEqual(0, exitCode);
        using var stranger = new TestAuthority("Stranger");
        (exitCode, _) = await Dcmtk.RunAsync("echoscu", "+tla", "+cf", stranger.CA, "-aec", GatewayFixture.AETitle, "127.0.0.1", gateway.TlsPort);
        Assert.NotEqual(0, exitCode);
    }

    [ToolFact("movescu")]
    public async Task Files_go_in_by_storescu_and_out_to_storescp_over_tls()
    {
        using var files = await DemoFiles.MakeAsync(3);
        await Dcmtk.SucceedAsync("storescu", ["-v", .. gateway.Certified("storescu", Year), "-aec", GatewayFixture.AETitle, "127.0.0.1", gateway.TlsPort, .. files.Paths]);
        await gateway.PublishedAsync();
        await gateway.StartStorescpAsync(gateway.Certified("storescp", Year));
        // Debian's movescu has no TLS itself; it is the way to the destination that counts here.
        var output = await Dcmtk.SucceedAsync(
            "movescu",
            ["-v", "-S", "-aec", GatewayFixture.AETitle, "-aem", "STORESCP", "-k", "QueryRetrieveLevel=STUDY", "-k", $"StudyInstanceUID={files.Study}", "127.0.0.1", gateway.Port]);
        Assert.Contains("Success", output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(gateway.Received).Length);
    }

    [ToolFact("echoscu")]
    public async Task The_health_page_tells_how_long_the_certificate_is_good()
    {
        using var client = gateway.CreateClient();
        var page = System.Net.WebUtility.HtmlDecode(await client.GetStringAsync(new Uri("health", UriKind.Relative)));
        Assert.Contains("Chứng chỉ có hiệu lực đến", page, StringComparison.Ordinal);
        Assert.Contains("không cần khởi động lại", page, StringComparison.Ordinal); // 20 days are few
    }
}

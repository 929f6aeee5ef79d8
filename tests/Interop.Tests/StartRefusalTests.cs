using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests;

/// <summary>A start that cannot be: the program says why in plain sentences, nothing else, and ends with 2.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("gateway-refusal-").FullName;

    [Theory]
    [InlineData("'Index'", "Index=oracle")]
    [InlineData("'Postgres:ConnectionString'", "Index=postgres")]
    [InlineData("Postgres", "Index=postgres", "Postgres__ConnectionString=nonsense")]
    [InlineData("PostgreSQL", "Index=postgres", "Postgres__ConnectionString=Host=127.0.0.1;Port=9;Username=nobody")]
    [InlineData("'Objects'", "Objects=tape")]
    [InlineData("'S3:Endpoint'", "Objects=s3", "S3__Bucket=images", "S3__AccessKey=a", "S3__SecretKey=b")]
    [InlineData("'S3:CaFile'", "Objects=s3", "S3__Endpoint=https://127.0.0.1:9", "S3__Bucket=images", "S3__AccessKey=a", "S3__SecretKey=b", "S3__CaFile=/nowhere/ca.pem")]
    [InlineData("'S3:CredentialsFile'", "Objects=s3", "S3__Endpoint=https://127.0.0.1:9", "S3__Bucket=images", "S3__CredentialsFile=/nowhere/keys")]
    [InlineData("'SpoolReserveBytes'", "SpoolReserveBytes=-1")]
    [InlineData("Dicom:Port", "Dicom__Port=many")]
    [InlineData("Port", "Dicom__Port=99999")]
    [InlineData("Bind", "Dicom__Bind=everywhere")]
    [InlineData("Bind", "Web__Bind=everywhere")]
    [InlineData("Port", "Web__Port=-5")]
    [InlineData("Dicom:Tls", "Dicom__Tls__Port=2762")]
    [InlineData("/nowhere/tls.pem", "Dicom__Tls__Port=2762", "Dicom__Tls__Certificate=/nowhere/tls.pem")]
    [InlineData("Hl7", "Hl7__Port=99999")]
    [InlineData("Transcoding", "Transcoding__CompressTo=zip")]
    [InlineData("Retention:Years:standard is 'ten'", "Retention__Years__standard=ten")]
    [InlineData("'Retention:Years:standard' is -1", "Retention__Years__standard=-1")]
    [InlineData("Retention:Grace is 'a week'", "Retention__Grace=a week")]
    [InlineData("Retention:Yaers is no setting", "Retention__Yaers__standard=10")]
    [InlineData("S3:PackBytes is '64M'", "Objects=s3", "S3__PackBytes=64M")]
    [InlineData("Dicom:Peers:0:Port is 'old'", "Dicom__Peers__0__AETitle=OLD", "Dicom__Peers__0__Host=old", "Dicom__Peers__0__Port=old")]
    [InlineData("Dicom:AllowedCallers is 'CT1', but has parts; write for example Dicom:AllowedCallers:0", "Dicom__AllowedCallers=CT1")]
    [InlineData("Dicom:CheckCalledAETitle is 'perhaps'; write true / false", "Dicom__CheckCalledAETitle=perhaps")]
    [InlineData("Web:SecondFactor is 'Sometimes'", "Web__SecondFactor=Sometimes")]
    [InlineData("Web:TrustedProxies has 'proxy'", "Web__TrustedProxies__0=proxy")]
    [InlineData("Web:CorsOrigins has 'everybody'", "Web__CorsOrigins__0=everybody")]
    [InlineData("Web:MaxStoreBytes is 0", "Web__MaxStoreBytes=0")]
    [InlineData("Claims:Fields:Colour is no setting", "Claims__Fields__Colour__0=MAU")]
    [InlineData("Claims:Rules:ViewsPerFilm is 'one'", "Claims__Rules__ViewsPerFilm=one")]
    [InlineData("Ledger:Tariffs:0:Films is 'two'", "Ledger__Tariffs__0__Modality=CT", "Ledger__Tariffs__0__Films=two")]
    [InlineData("/proc/", "Data=/proc/nowhere")]
    public async Task A_wrong_setting_is_told_in_plain_sentences_and_nothing_else(string said, params string[] settings) =>
        IsPlain(said, await RunAsync(settings));

    [Theory]
    [InlineData("Dicom__Port")]
    [InlineData("Web__Port")]
    [InlineData("Hl7__Port")]
    public async Task A_port_that_another_program_uses_is_told(string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        IsPlain($"{((IPEndPoint)other.LocalEndpoint).Port}", await RunAsync([$"{setting}={((IPEndPoint)other.LocalEndpoint).Port}"]));
    }

    [RootTheory]
    [InlineData("serve")]
    [InlineData("verify")]
    public async Task Root_makes_no_files_that_the_gateways_own_user_could_not_open(string command)
    {
        using (var give = Process.Start("chown", ["nobody", _data]))
            await give.WaitForExitAsync();
        IsPlain("runuser -u nobody", await RunAsync([], command));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public async Task Whoever_looks_for_the_cause_sees_the_stack_trace()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (code, said) = await RunAsync([$"Web__Port={((IPEndPoint)other.LocalEndpoint).Port}", "Logging__LogLevel__Default=Debug"]);
        Assert.Equal(2, code);
        Assert.Contains("   at ", said, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static void IsPlain(string expected, (int Code, string Said) end)
    {
        Assert.True(end.Code == 2, $"{end.Code}: {end.Said}");
        Assert.StartsWith("imaging-gateway: ", end.Said, StringComparison.Ordinal);
        Assert.Contains(expected, end.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", end.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Said, StringComparison.Ordinal);
        Assert.InRange(end.Said.Split('\n').Length, 1, 2); // a setting may break two rules
    }

    private async Task<(int Code, string Said)> RunAsync(IEnumerable<string> settings, string command = "serve")
    {
        var start = new ProcessStartInfo("dotnet", [Environment.GetEnvironmentVariable("GATEWAY_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "imaging-gateway.dll"), command])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var setting in (string[])[$"Data={_data}", "Dicom__Port=0", "Web__Port=0", .. settings])
            start.Environment[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail("It started.");
        }

        return (process.ExitCode, $"{await output}{await errors}".Trim());
    }
}

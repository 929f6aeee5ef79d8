using ImagingGateway.TestKit;
using Npgsql;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>A real PostgreSQL and a real S3 server, each stopped, each answering ten seconds late, each cutting every connection.</summary>
[Collection(SharedServers.Collection)]
public sealed class OutageOfServersTests(ITestOutputHelper output) : OutageContract(output)
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("Category", "Soak")]
    public async Task PostgreSQL_is_stopped()
    {
        var server = TestService.Require("postgres", "GATEWAY_POSTGRES");
        await SufferAsync("PostgreSQL stopped", await SharedServers.NewAsync(), "Index", () => server.Run("kill"), () => server.Run("resume"));
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task S3_is_stopped()
    {
        var server = TestService.Require("s3", "S3_ENDPOINT");
        await SufferAsync("S3 stopped", await SharedServers.NewAsync(), "Objects", () => server.Run("kill"), () => server.Run("resume"));
    }

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PostgreSQL_is_slow_or_refuses(bool refuses)
    {
        var settings = await SharedServers.NewAsync();
        var database = new NpgsqlConnectionStringBuilder(settings["Postgres__ConnectionString"]);
        using var proxy = new FaultyProxy(new Uri($"tcp://{database.Host}:{database.Port}"));
        database.Port = proxy.Port;
        settings["Postgres__ConnectionString"] = database.ToString();
        await SufferAsync(proxy, $"PostgreSQL {Words(refuses)}", settings, "Index", refuses);
    }

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S3_is_slow_or_refuses(bool refuses)
    {
        var settings = await SharedServers.NewAsync();
        using var proxy = new FaultyProxy(new Uri(settings["S3__Endpoint"]));
        settings["S3__Endpoint"] = proxy.Address.ToString();
        await SufferAsync(proxy, $"S3 {Words(refuses)}", settings, "Objects", refuses);
    }

    private Task<Senders> SufferAsync(FaultyProxy proxy, string name, Dictionary<string, string> settings, string toldBy, bool refuses) => SufferAsync(
        name, settings, toldBy,
        () => (proxy.Refuses, proxy.Delay) = (refuses, refuses ? TimeSpan.Zero : Late),
        () => (proxy.Refuses, proxy.Delay) = (false, TimeSpan.Zero));

    private static string Words(bool refuses) => refuses ? "refusing" : "10 s late";
}

using ImagingGateway.TestKit;
using Npgsql;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>On a real PostgreSQL and a real S3 server; what happens before publication is the same as on files.</summary>
public sealed class KillOnServersTests : KillContract
{
    protected override IReadOnlyList<string> Faults { get; } = ["object-committed:2", "index-committed:2", "spool-emptied:3"];

    protected override int Kills => 1;

    public override async Task InitializeAsync()
    {
        TestService.Require("postgres", "GATEWAY_POSTGRES");
        TestService.Require("s3", "S3_ENDPOINT");
        var name = $"kill_{Guid.NewGuid():n}";
        var database = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("GATEWAY_POSTGRES"));
        await using (var connection = new NpgsqlConnection(database.ToString()))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"create schema {name}", connection);
            await command.ExecuteNonQueryAsync();
        }

        database.SearchPath = name;
        Settings["Index"] = "postgres";
        Settings["Postgres__ConnectionString"] = database.ToString();
        Settings["Objects"] = "s3";
        Settings["S3__Endpoint"] = Environment.GetEnvironmentVariable("S3_ENDPOINT")!;
        Settings["S3__AccessKey"] = Environment.GetEnvironmentVariable("S3_ACCESS_KEY")!;
        Settings["S3__SecretKey"] = Environment.GetEnvironmentVariable("S3_SECRET_KEY")!;
        Settings["S3__Bucket"] = name.Replace('_', '-');
        Settings["S3__CreateBucket"] = "true";
    }
}

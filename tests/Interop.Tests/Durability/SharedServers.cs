using ImagingGateway.TestKit;
using Npgsql;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>Settings of gateways that share one PostgreSQL and one bucket, both real and empty at first.</summary>
internal static class SharedServers
{
    /// <summary>Tests that share the servers take turns: some of them stop one.</summary>
    public const string Collection = "shared servers";

    public static async Task<Dictionary<string, string>> NewAsync()
    {
        TestService.Require("postgres", "GATEWAY_POSTGRES");
        TestService.Require("s3", "S3_ENDPOINT");
        var name = $"shared_{Guid.NewGuid():n}";
        var database = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("GATEWAY_POSTGRES"));
        NpgsqlConnection.ClearAllPools(); // a test before may have stopped the server
        await using (var connection = new NpgsqlConnection(database.ToString()))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"create schema {name}", connection);
            await command.ExecuteNonQueryAsync();
        }

        database.SearchPath = name;
        return new Dictionary<string, string>
        {
            ["Index"] = "postgres",
            ["Postgres__ConnectionString"] = database.ToString(),
            ["Objects"] = "s3",
            ["S3__Endpoint"] = Environment.GetEnvironmentVariable("S3_ENDPOINT")!,
            ["S3__AccessKey"] = Environment.GetEnvironmentVariable("S3_ACCESS_KEY")!,
            ["S3__SecretKey"] = Environment.GetEnvironmentVariable("S3_SECRET_KEY")!,
            ["S3__Bucket"] = name.Replace('_', '-'),
            ["S3__CreateBucket"] = "true",
        };
    }
}

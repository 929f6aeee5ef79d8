using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace ImagingGateway.Storage.Tests.Index;

/// <summary>
/// A real PostgreSQL: the one the environment names (<c>./test</c> starts it once), else one started by <c>tests/services/postgres</c>
/// and ended with the tests.
/// </summary>
public sealed partial class PostgresServer : IDisposable
{
    private readonly bool _started;
    private readonly string _script = Path.Combine(Root(), "tests", "services", "postgres");
    private readonly string _connectionString;

    public PostgresServer()
    {
        if (Environment.GetEnvironmentVariable("GATEWAY_POSTGRES") is not { Length: > 0 } named)
        {
            _started = true;
            named = Export().Match(Run("start")).Groups[1].Value;
        }

        _connectionString = named;
    }

    /// <summary>Settings with an empty schema of its own.</summary>
    public async Task<StorageOptions> NewSchemaAsync()
    {
        var schema = $"test_{Guid.NewGuid():n}";
        await ExecuteAsync($"create schema {schema}");
        return Options(new NpgsqlConnectionStringBuilder(_connectionString) { SearchPath = schema, MaxPoolSize = 10 });
    }

    /// <summary>Settings with something changed.</summary>
    public StorageOptions With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(_connectionString);
        change(settings);
        return Options(settings);
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (_started)
            Run("stop");
    }

    private static StorageOptions Options(NpgsqlConnectionStringBuilder settings) =>
        new() { Index = "postgres", Postgres = new PostgresOptions { ConnectionString = settings.ToString() } };

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImagingGateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests must run from within a checkout.");
        return folder.FullName;
    }

    private string Run(string command)
    {
        using var process = Process.Start(new ProcessStartInfo(_script, command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"No PostgreSQL for the tests: {errors.Result}");
    }

    [GeneratedRegex("^export GATEWAY_POSTGRES='(.*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}

[CollectionDefinition("postgres")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;

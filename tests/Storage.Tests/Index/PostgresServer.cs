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

    private readonly string? _directory;

    public PostgresServer()
        : this(Environment.GetEnvironmentVariable("GATEWAY_POSTGRES"), null)
    {
    }

    private PostgresServer(string? named, string? directory)
    {
        _directory = directory;
        _started = string.IsNullOrEmpty(named);
        _connectionString = _started ? Export().Match(Run("start")).Groups[1].Value : named!;
    }

    /// <summary>A server that a test may kill.</summary>
    public static PostgresServer OfOurOwn() => new(null, Path.Combine(Path.GetTempPath(), $"gateway-postgres-{Guid.NewGuid():n}"));

    /// <summary>Ends every process of the server at once.</summary>
    public void Kill() => Run("kill");

    public void Resume() => Run("resume");

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
        var script = new ProcessStartInfo(_script, command) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (_directory is not null)
            script.Environment["GATEWAY_POSTGRES_DIR"] = _directory;
        using var process = Process.Start(script)!;
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

using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Index;

/// <summary>Brings the schema forward: every room's <see cref="Migration"/>s, in order, in one transaction, under the database's lock.</summary>
public sealed partial class MigrationRunner
{
    private readonly IIndexBackend _backend;
    private readonly List<Migration> _migrations;
    private readonly ILogger<MigrationRunner> _logger;

    internal MigrationRunner(IIndexBackend backend, IEnumerable<Migration> migrations, ILogger<MigrationRunner> logger)
    {
        _backend = backend;
        // The index comes first: other rooms' tables may refer to studies.
        _migrations = [.. migrations.OrderBy(migration => migration.Room != IndexSchema.Room).ThenBy(migration => migration.Room, StringComparer.Ordinal).ThenBy(migration => migration.Number)];
        _logger = logger;
    }

    /// <summary>Runs what has not been run yet. Idempotent; several processes may start at once.</summary>
    /// <exception cref="IndexUnavailableException">The database cannot be used, or was written by a newer version.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var session = await _backend.BeginMigrationAsync(cancellationToken);
        await session.ExecuteAsync(
            "create table if not exists migrations (room text not null, number integer not null, applied_at text not null, primary key (room, number))", cancellationToken);
        var done = await DoneAsync(session, cancellationToken);
        foreach (var room in _migrations.GroupBy(migration => migration.Room))
            await RunAsync(session, room.Key, [.. room], done.GetValueOrDefault(room.Key), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    private async Task RunAsync(MigrationSession session, string room, List<Migration> migrations, int done, CancellationToken cancellationToken)
    {
        if (!migrations.Select(migration => migration.Number).SequenceEqual(Enumerable.Range(1, migrations.Count)))
            throw new InvalidOperationException($"The migrations of '{room}' are not numbered from 1 without gaps.");
        if (done > migrations.Count)
            throw new IndexUnavailableException($"The index was written by a newer version of the gateway ('{room}' is at step {done}, this version knows {migrations.Count}): install that version or a later one.");
        foreach (var migration in migrations.Skip(done))
        {
            await session.ExecuteAsync(_backend.Database.Dialect == SqlDialect.Sqlite ? migration.Sqlite : migration.Postgres, cancellationToken);
            await using var record = session.Command("insert into migrations (room, number, applied_at) values (@room, @number, @applied_at)");
            record.AddParameter("room", room);
            record.AddParameter("number", migration.Number);
            record.AddParameter("applied_at", DateTimeOffset.UtcNow.ToString("O"));
            await record.ExecuteNonQueryAsync(cancellationToken);
            LogApplied(room, migration.Number);
        }
    }

    private static async Task<Dictionary<string, int>> DoneAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await using var command = session.Command("select room, max(number) from migrations group by room");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var done = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            done.Add(reader.GetString(0), reader.GetInt32(1));
        return done;
    }

    [LoggerMessage(EventId = 3100, Level = LogLevel.Information, Message = "Index schema: {Room} is now at step {Number}")]
    private partial void LogApplied(string room, int number);
}

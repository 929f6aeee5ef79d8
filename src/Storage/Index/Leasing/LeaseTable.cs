using ImagingGateway.Storage.Leases;

namespace ImagingGateway.Storage.Index.Leasing;

/// <summary>Leases as rows. Whoever takes one writes a token of its own; renewing and releasing ask for that token.</summary>
internal sealed class LeaseTable(IIndexBackend backend) : ILeases
{
    private const string Table = """
        create table leases (
            name {key} not null primary key,
            owner text not null,
            token text not null,
            expires_at bigint not null);
        """;

    private readonly Statement _take = new(
        $"""
        insert into leases (name, owner, token, expires_at) values (@name, @owner, @token, {Now(backend)} + @milliseconds)
        on conflict (name) do update set owner = excluded.owner, token = excluded.token, expires_at = excluded.expires_at
        where leases.expires_at <= {Now(backend)}
        returning token
        """,
        "name", "owner", "token", "milliseconds");

    private readonly Statement _renew = new(
        $"update leases set expires_at = {Now(backend)} + @milliseconds where name = @name and token = @token returning token", "name", "token", "milliseconds");

    private readonly Statement _release = new("delete from leases where name = @name and token = @token returning token", "name", "token");

    public static IEnumerable<Migration> Migrations { get; } =
    [
        new("leases", 1, Sqlite.SqliteSchema.Adapt(Table), Postgres.PostgresSchema.Adapt(Table)),
    ];

    public async Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid().ToString("n");
        return await RunAsync(_take, [name, owner, token, (long)duration.TotalMilliseconds], cancellationToken) ? new Lease(this, name, owner, token) : null;
    }

    public Task<bool> RenewAsync(string name, string token, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(_renew, [name, token, (long)duration.TotalMilliseconds], cancellationToken);

    public Task ReleaseAsync(string name, string token, CancellationToken cancellationToken) => RunAsync(_release, [name, token], cancellationToken);

    private async Task<bool> RunAsync(Statement statement, object?[] values, CancellationToken cancellationToken)
    {
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var rows = await session.QueryAsync(statement, values, row => row.GetString(0), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return rows.Count == 1;
    }

    /// <summary>The clock of the database, not of the transaction: milliseconds since 1970.</summary>
    private static string Now(IIndexBackend backend) => backend.Database.Dialect == SqlDialect.Sqlite
        ? "cast(unixepoch('subsec') * 1000 as integer)"
        : "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
}

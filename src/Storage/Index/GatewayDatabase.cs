using System.Data.Common;

namespace ImagingGateway.Storage.Index;

/// <summary>
/// The one database of the gateway. Rooms above Storage that keep tables of their own (study links, accounts) contribute
/// <see cref="Migration"/>s and write portable SQL against <see cref="DataSource"/>.
/// </summary>
public sealed record GatewayDatabase(DbDataSource DataSource, SqlDialect Dialect);

/// <summary>The two dialects.</summary>
public enum SqlDialect
{
    Sqlite,
    Postgres,
}

using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ImagingGateway.Storage.Index;

/// <summary>What the two databases' errors mean to a writer: the database is away, or it refuses these rows.</summary>
internal static class IndexFailures
{
    public static bool IsOutage(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is not (18 or 19 or 20), // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH
        DbException database => database.SqlState is not ['2', '2' or '3', ..], // data exception, integrity constraint violation
        IndexUnavailableException => true,
        _ => false,
    };
}

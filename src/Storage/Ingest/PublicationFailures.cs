using System.Data.Common;
using System.Net.Sockets;
using Amazon.Runtime;
using ImagingGateway.Storage.Index;
using Microsoft.Data.Sqlite;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Tells an outage, which concerns every instance and passes, from a failure of one instance, which must not hold up the others.</summary>
internal static class PublicationFailures
{
    public static bool IsOutage(Exception exception) => exception switch
    {
        FileNotFoundException => false,
        SqliteException sqlite => sqlite.SqliteErrorCode is not (18 or 19 or 20), // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH
        DbException database => database.SqlState is not ['2', '2' or '3', ..], // data exception, integrity constraint violation
        IOException or UnauthorizedAccessException or SocketException or HttpRequestException or TimeoutException or OperationCanceledException => true,
        IndexUnavailableException or AmazonServiceException or AmazonClientException => true,
        _ => false,
    };
}

using ImagingGateway.Storage.Index;

namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>The table of this room. Times are Unix milliseconds.</summary>
internal static class OutboundMigrations
{
    public static readonly IReadOnlyList<Migration> All = [new Migration("outbound", 1, Table("BLOB", "INTEGER"), Table("BYTEA", "BIGINT"))];

    private static string Table(string bytes, string integer) => $"""
        CREATE TABLE outbound_tasks (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            destination TEXT NOT NULL,
            subject TEXT NOT NULL,
            body {bytes} NOT NULL,
            created_at {integer} NOT NULL,
            due_at {integer} NOT NULL,
            attempts {integer} NOT NULL DEFAULT 0,
            last_error TEXT,
            given_up_at {integer},
            UNIQUE (kind, destination, subject)
        );
        CREATE INDEX outbound_tasks_by_due ON outbound_tasks (due_at) WHERE given_up_at IS NULL;
        """;
}

using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Tables of this room.</summary>
internal static class ReportMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        new Migration("reports", 1, Tables("INTEGER", "BLOB"), Tables("BIGINT", "BYTEA")),
        new Migration("reports", 2, ByOrder, ByOrder),
    ];

    private const string ByOrder = "CREATE INDEX reports_by_order ON reports (order_key) WHERE study_uid IS NOT NULL;";

    private static string Tables(string integer, string bytes) => $"""
        CREATE TABLE reports (
            id TEXT NOT NULL PRIMARY KEY,
            origin TEXT NOT NULL,
            source_key TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            study_uid TEXT,
            accession TEXT NOT NULL,
            order_key TEXT NOT NULL,
            patient_id TEXT NOT NULL,
            received_at {integer} NOT NULL,
            reported_at {integer},
            reader_code TEXT NOT NULL,
            reader_name TEXT NOT NULL,
            title TEXT NOT NULL,
            description TEXT NOT NULL,
            conclusion TEXT NOT NULL,
            status TEXT NOT NULL,
            signature TEXT NOT NULL,
            signer TEXT,
            has_document {integer} NOT NULL,
            UNIQUE (origin, source_key, content_hash)
        );
        CREATE INDEX reports_by_study ON reports (study_uid, received_at);
        CREATE INDEX reports_waiting_by_accession ON reports (accession) WHERE study_uid IS NULL;
        CREATE INDEX reports_waiting_by_order ON reports (order_key) WHERE study_uid IS NULL;
        CREATE TABLE report_documents (
            report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
            content {bytes} NOT NULL
        );
        """;
}

using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Tables of this room. Times are Unix milliseconds, so that both databases keep and compare them alike.</summary>
internal static class StudyLinkMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        new Migration("study-links", 1, Tables("BLOB", "INTEGER"), Tables("BYTEA", "BIGINT")),
        new Migration("study-links", 2, Rights("BLOB", "INTEGER"), Rights("BYTEA", "BIGINT")),
        new Migration("study-links", 3, Dates, Dates),
    ];

    private const string Dates = "ALTER TABLE study_links ADD COLUMN dates TEXT NOT NULL DEFAULT 'Removed';";

    private static string Tables(string bytes, string integer) => $"""
        CREATE TABLE study_links (
            id TEXT NOT NULL PRIMARY KEY,
            token_hash {bytes} NOT NULL UNIQUE,
            created_by TEXT NOT NULL,
            created_at {integer} NOT NULL,
            expires_at {integer} NOT NULL,
            revoked_at {integer},
            note TEXT,
            pin_hash TEXT,
            pin_version {integer} NOT NULL DEFAULT 1,
            failed_pins {integer} NOT NULL DEFAULT 0,
            locked_until {integer},
            openings {integer} NOT NULL DEFAULT 0
        );
        CREATE TABLE study_link_studies (
            link_id TEXT NOT NULL REFERENCES study_links (id),
            position {integer} NOT NULL,
            study_instance_uid TEXT NOT NULL,
            PRIMARY KEY (link_id, position)
        );
        CREATE INDEX study_links_by_creation ON study_links (created_at);
        CREATE INDEX study_link_studies_by_study ON study_link_studies (study_instance_uid);
        """;

    /// <summary>Links given out before keep what they opened: everything the viewers need.</summary>
    private static string Rights(string bytes, string integer) => $"""
        ALTER TABLE study_links ADD COLUMN audience TEXT NOT NULL DEFAULT 'Patient';
        ALTER TABLE study_links ADD COLUMN purpose TEXT NOT NULL DEFAULT 'OwnCopy';
        ALTER TABLE study_links ADD COLUMN basis TEXT NOT NULL DEFAULT 'PatientRequest';
        ALTER TABLE study_links ADD COLUMN permission TEXT NOT NULL DEFAULT 'ViewFull';
        ALTER TABLE study_links ADD COLUMN pin_kind TEXT NOT NULL DEFAULT 'Digits';
        ALTER TABLE study_links ADD COLUMN recipient TEXT;
        ALTER TABLE study_links ADD COLUMN not_before {integer};
        ALTER TABLE study_links ADD COLUMN max_openings {integer};
        ALTER TABLE study_links ADD COLUMN deidentified {integer} NOT NULL DEFAULT 0;
        ALTER TABLE study_links ADD COLUMN lockouts {integer} NOT NULL DEFAULT 0;
        ALTER TABLE study_links ADD COLUMN code_hash {bytes};
        CREATE UNIQUE INDEX study_links_by_code ON study_links (code_hash);
        """;
}

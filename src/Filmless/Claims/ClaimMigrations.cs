using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Claims;

/// <summary>
/// Tables of claims. Times are Unix milliseconds, days are integers yyyymmdd. What was filed (<c>data</c>) and what was found
/// (<c>findings</c>) are JSON; what is searched or sorted by has a column.
/// </summary>
internal static class ClaimMigrations
{
    private const string Room = "claims";

    public static readonly IReadOnlyList<Migration> All =
    [
        new(Room, 1, Tables("INTEGER"), Tables("BIGINT")), Migration.AppendOnly(Room, 2, "claim_events"),
        new(Room, 3, "ALTER TABLE reviewer_grants ADD COLUMN may_copy INTEGER NOT NULL DEFAULT 0;", "ALTER TABLE reviewer_grants ADD COLUMN may_copy BIGINT NOT NULL DEFAULT 0;"),
    ];

    private static string Tables(string integer) => $"""
        CREATE TABLE claim_files (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            imported_by TEXT NOT NULL,
            imported_at {integer} NOT NULL,
            deadline_at {integer} NOT NULL,
            line_count {integer} NOT NULL,
            skipped_count {integer} NOT NULL,
            refusals TEXT NOT NULL
        );
        CREATE INDEX claim_files_by_time ON claim_files (imported_at);
        CREATE TABLE claim_lines (
            id TEXT NOT NULL PRIMARY KEY,
            file_id TEXT NOT NULL REFERENCES claim_files (id),
            position {integer} NOT NULL,
            facility TEXT NOT NULL,
            claim_code TEXT NOT NULL,
            service_code TEXT NOT NULL,
            line_number {integer} NOT NULL,
            service_day {integer} NOT NULL,
            search_key TEXT NOT NULL,
            data TEXT NOT NULL,
            study_uid TEXT,
            match_kind TEXT NOT NULL,
            candidates TEXT NOT NULL,
            worst {integer} NOT NULL,
            findings TEXT NOT NULL,
            evaluated_at {integer},
            state TEXT NOT NULL,
            deadline_at {integer} NOT NULL,
            frozen TEXT,
            UNIQUE (facility, claim_code, service_code, line_number)
        );
        CREATE INDEX claim_lines_by_claim ON claim_lines (claim_code);
        CREATE INDEX claim_lines_by_study ON claim_lines (study_uid);
        CREATE INDEX claim_lines_by_facility ON claim_lines (facility, service_day);
        CREATE INDEX claim_lines_by_file ON claim_lines (file_id, position);
        CREATE TABLE claim_events (
            id TEXT NOT NULL PRIMARY KEY,
            line_id TEXT NOT NULL REFERENCES claim_lines (id),
            at {integer} NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            reason TEXT,
            note TEXT,
            evidence TEXT
        );
        CREATE INDEX claim_events_by_line ON claim_events (line_id, at);
        CREATE TABLE reviewer_grants (
            id TEXT NOT NULL PRIMARY KEY,
            user_name TEXT NOT NULL,
            facility TEXT NOT NULL,
            from_day {integer} NOT NULL,
            to_day {integer} NOT NULL,
            expires_at {integer} NOT NULL,
            purpose TEXT NOT NULL,
            created_by TEXT NOT NULL,
            created_at {integer} NOT NULL,
            revoked_at {integer}
        );
        CREATE INDEX reviewer_grants_by_user ON reviewer_grants (user_name);
        """;
}

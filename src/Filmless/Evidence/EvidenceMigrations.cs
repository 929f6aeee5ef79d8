using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Tables of this room. No reference to the index's rows: what an archive removes, these tables forget when they next catch up.</summary>
internal static class EvidenceMigrations
{
    public static readonly IReadOnlyList<Migration> All = 
    [
        new Migration(Room, 1, Facts("INTEGER", " WITHOUT ROWID"), Facts("BIGINT", "")),
        new Migration(Room, 2, Manifests("INTEGER", "BLOB"), Manifests("BIGINT", "BYTEA")),
        Migration.AppendOnly(Room, 3, "evidence_manifests"),
        new Migration(Room, 4, Orders("INTEGER", " WITHOUT ROWID"), Orders("BIGINT", "")),
    ];

    private const string Room = "evidence";

    // form, instances, changed_at, versions: by these a row is known to be behind the study it describes.
    private static string Facts(string integer, string clustered) => $"""
        CREATE TABLE evidence_studies (
            study_key {integer} NOT NULL PRIMARY KEY,
            form {integer} NOT NULL,
            instances {integer} NOT NULL,
            changed_at {integer} NOT NULL,
            versions {integer} NOT NULL,
            facts TEXT NOT NULL
        );
        CREATE TABLE evidence_pixels (
            pixel_key {integer} NOT NULL,
            study_key {integer} NOT NULL,
            PRIMARY KEY (pixel_key, study_key)
        ){clustered};
        CREATE INDEX evidence_pixels_by_study ON evidence_pixels (study_key);
        CREATE TABLE evidence_twins (
            study_key {integer} NOT NULL,
            other_key {integer} NOT NULL,
            images {integer} NOT NULL,
            PRIMARY KEY (study_key, other_key)
        ){clustered};
        CREATE TABLE evidence_devices (
            study_key {integer} NOT NULL,
            device TEXT NOT NULL,
            first_at {integer} NOT NULL,
            last_at {integer} NOT NULL,
            PRIMARY KEY (study_key, device)
        ){clustered};
        CREATE INDEX evidence_devices_by_time ON evidence_devices (device, first_at);
        """;

    /// <summary>Numbers of orders, whole, however long the hospital's system makes them: an accession number holds sixteen letters.</summary>
    private static string Orders(string integer, string clustered) => $"""
        CREATE TABLE evidence_orders (
            number TEXT NOT NULL,
            study_key {integer} NOT NULL,
            PRIMARY KEY (number, study_key)
        ){clustered};
        CREATE INDEX evidence_orders_by_study ON evidence_orders (study_key);
        """;

    private static string Manifests(string integer, string bytes) => $"""
        CREATE TABLE evidence_manifests (
            study_uid TEXT NOT NULL,
            number {integer} NOT NULL,
            made_at {integer} NOT NULL,
            actor TEXT NOT NULL,
            reason TEXT NOT NULL,
            merkle_root TEXT NOT NULL,
            signed {bytes} NOT NULL,
            PRIMARY KEY (study_uid, number)
        );
        """;
}

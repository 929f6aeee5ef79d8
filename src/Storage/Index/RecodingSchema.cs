namespace ImagingGateway.Storage.Index;

/// <summary>
/// Bytes that are the same instance as those the index names, pixel for pixel, in another transfer syntax: what was received before a cold study was
/// compressed, and what was written for that. Whoever meets such bytes again (a sender, a sweep, a rebuild) knows that they are nothing new.
/// </summary>
internal static class RecodingSchema
{
    public static IEnumerable<Migration> Migrations { get; } = [new("recoding", 1, Sqlite.SqliteSchema.Adapt(Tables), Postgres.PostgresSchema.Adapt(Tables))];

    // is_received: the bytes that came in; else those that were written for them
    private const string Tables = """
        create table recodings (
            object_key {key} not null primary key,
            object_hash bigint not null,
            sop_uid {key} not null,
            study_uid {key} not null,
            transfer_syntax_uid {key} not null,
            length bigint not null,
            sha256 {blob} not null,
            pixel_sha256 {blob},
            is_received integer not null,
            at bigint not null);
        create index recodings_by_sop on recodings (sop_uid);
        create index recodings_by_study on recodings (study_uid);
        create index recodings_by_object on recodings (object_hash);

        create table recoded_studies (
            study_uid {key} not null primary key,
            changed_at bigint not null,
            at bigint not null);
        """;
}

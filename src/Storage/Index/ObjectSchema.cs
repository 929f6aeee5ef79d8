namespace ImagingGateway.Storage.Index;

/// <summary>
/// Where bytes lie when an object holds more than one instance, and which objects shall go. <c>object_key</c> of an instance stays the
/// name of its bytes; <c>pack_key</c> and <c>pack_offset</c> tell the place, null when the object has that very name.
/// </summary>
internal static class ObjectSchema
{
    public static IEnumerable<Migration> Migrations { get; } =
    [
        new("objects", 1, Sqlite.SqliteSchema.Adapt(Packs), Postgres.PostgresSchema.Adapt(Packs)),
        new("objects", 2, Sqlite.SqliteSchema.Adapt(Upkeep), Postgres.PostgresSchema.Adapt(Upkeep)),
        new("objects", 3, CountAtMark, CountAtMark),
    ];

    private const string Packs = """
        create table packs (
            id {id},
            object_name {key} not null unique,
            created_at bigint not null);
        alter table instances add column pack_key bigint;
        alter table instances add column pack_offset bigint;
        create index instances_by_pack on instances (pack_key) where pack_key is not null;
        alter table instance_versions add column pack_key bigint;
        alter table instance_versions add column pack_offset bigint;
        create index instance_versions_by_pack on instance_versions (pack_key) where pack_key is not null;

        create table removals (
            object_name {key} not null primary key,
            due_at bigint not null);
        create index removals_by_time on removals (due_at);
        """;

    private const string Upkeep = """
        create table work_progress (work {key} not null primary key, position text not null);

        create table study_retention (
            study_uid {key} not null primary key,
            class text not null,
            set_by text not null,
            set_at bigint not null);
        create table legal_holds (
            study_uid {key} not null primary key,
            reason text not null,
            placed_by text not null,
            placed_at bigint not null);
        create table study_deletions (
            study_uid {key} not null primary key,
            marked_at bigint not null,
            purge_at bigint not null,
            marked_by text not null,
            reason text not null);
        create index study_deletions_by_time on study_deletions (purge_at);
        """;

    // Instances and versions when the mark was set. A mark from before that is taken back at its purge: a person decides again.
    private const string CountAtMark = "alter table study_deletions add column contents bigint not null default -1";
}

namespace ImagingGateway.Storage.Index;

/// <summary>
/// The tables of the index, one text for both databases. Times of ours are milliseconds since 1970 UTC; DICOM dates are integers
/// yyyymmdd, DICOM times microseconds of the day, both null when absent or unreadable.
/// </summary>
internal static class IndexSchema
{
    public const string Room = "index";

    /// <summary>Stands for "no number" in series_number and instance_number, so that such rows come last.</summary>
    public const int NoNumber = int.MaxValue;

    public static IEnumerable<Migration> Migrations { get; } =
    [
        Step(1, Tables),
        Migration.AppendOnly(Room, 2, "audit_events"),
        PostingsWithNameBits,
    ];

    // {id} {key} {blob} {clustered}: primary key column, text that is compared byte by byte, bytes, "the primary key is the table".
    private const string Tables = """
        create table id_blocks (name text not null primary key, next_id bigint not null);
        insert into id_blocks (name, next_id) values ('index', 1);

        create table patients (
            id {id},
            identity {key} not null unique,
            patient_id {key} not null,
            issuer {key} not null,
            name_key {key} not null,
            birth_date integer,
            sex {key} not null,
            attributes {blob} not null);
        create index patients_by_patient_id on patients (patient_id);

        create table studies (
            id {id},
            patient_key bigint not null references patients (id),
            study_uid {key} not null unique,
            sort_key bigint not null,
            study_date integer,
            study_time bigint,
            accession {key} not null,
            patient_id {key} not null,
            issuer {key} not null,
            study_id {key} not null,
            name_key {key} not null,
            referring_key {key} not null,
            birth_date integer,
            sex {key} not null,
            patient_name text not null,
            birth_date_text text not null,
            description {key} not null,
            referring_name text not null,
            institution {key} not null,
            modalities {key} not null,
            sop_classes {key} not null,
            series_count integer not null,
            instance_count integer not null,
            bytes bigint not null,
            pending_versions integer not null,
            received_at bigint not null,
            changed_at bigint not null,
            attributes {blob} not null);
        create index studies_by_patient on studies (patient_key);
        create index studies_by_patient_id on studies (patient_id);
        create index studies_by_accession on studies (accession);
        create index studies_by_study_id on studies (study_id);
        create index studies_by_date on studies (sort_key, id);

        create table series (
            id {id},
            study_key bigint not null references studies (id),
            series_uid {key} not null,
            series_number integer not null,
            modality {key} not null,
            description {key} not null,
            body_part {key} not null,
            station {key} not null,
            step_date integer,
            step_time bigint,
            instance_count integer not null,
            received_at bigint not null,
            attributes {blob} not null,
            unique (study_key, series_uid));
        create index series_by_uid on series (series_uid);

        create table instances (
            id {id},
            series_key bigint not null references series (id),
            sop_uid {key} not null unique,
            sop_class_uid {key} not null,
            transfer_syntax_uid {key} not null,
            instance_number integer not null,
            frames integer not null,
            image_rows integer,
            image_columns integer,
            bits_allocated integer,
            object_key {key} not null,
            object_hash bigint not null,
            length bigint not null,
            data_set_offset bigint not null,
            sha256 {blob} not null,
            pixel_sha256 {blob},
            is_truncated integer not null,
            origin integer not null,
            calling_ae {key},
            called_ae {key},
            remote_address text,
            user_name text,
            received_at bigint not null);
        create index instances_in_series on instances (series_key, instance_number, sop_uid);
        create index instances_by_object on instances (object_hash);

        create table instance_headers (
            instance_key {id},
            metadata {blob} not null,
            frame_index {blob},
            bulk_data {blob});

        create table instance_versions (
            id {id},
            sop_uid {key} not null,
            study_uid {key} not null,
            series_uid {key} not null,
            sop_class_uid {key} not null,
            transfer_syntax_uid {key} not null,
            object_key {key} not null,
            object_hash bigint not null,
            length bigint not null,
            data_set_offset bigint not null,
            sha256 {blob} not null,
            pixel_sha256 {blob},
            metadata {blob} not null,
            frame_index {blob},
            bulk_data {blob},
            origin integer not null,
            calling_ae {key},
            called_ae {key},
            remote_address text,
            user_name text,
            received_at bigint not null,
            is_pending integer not null);
        create index instance_versions_by_sop on instance_versions (sop_uid);
        create index instance_versions_by_study on instance_versions (study_uid);
        create index instance_versions_by_object on instance_versions (object_hash);

        create table terms (
            id {id},
            kind integer not null,
            word {key} not null,
            unique (kind, word));
        create table postings (
            term_key bigint not null,
            sort_key bigint not null,
            study_key bigint not null,
            primary key (term_key, sort_key, study_key)){clustered};

        create table audit_events (
            id {sequence},
            at bigint not null,
            action {key} not null,
            actor text not null,
            remote_address text,
            study_uid {key},
            link_id {key},
            outcome {key} not null,
            detail text);
        create index audit_events_by_study on audit_events (study_uid, id) where study_uid is not null;
        create index audit_events_by_link on audit_events (link_id, id) where link_id is not null;
        create index audit_events_by_time on audit_events (at);
        """;

    // NameBits of the studies there are, in SQL: the sum of different powers of two is their union. The table is written anew, in order.
    private const string NameBitsOfStudies = """
        create table name_bits as
            select p.study_key, cast(sum(distinct cast(1 as bigint) << cast(p.term_key % 63 as integer)) as bigint) as name_bits
            from terms w join postings p on p.term_key = w.id where w.kind = 1 group by p.study_key;
        """;

    private const string PostingsOfStudies = """
        select p.term_key, p.sort_key, p.study_key, case w.kind when 1 then b.name_bits else -1 end
        from postings p join terms w on w.id = p.term_key left join name_bits b on b.study_key = p.study_key
        """;

    private static Migration PostingsWithNameBits => new(
        Room, 3,
        $"""
        {NameBitsOfStudies}
        create unique index name_bits_by_study on name_bits (study_key);
        create table postings_with_bits (term_key bigint not null, sort_key bigint not null, study_key bigint not null, name_bits bigint not null,
            primary key (term_key, sort_key, study_key)) without rowid;
        insert into postings_with_bits {PostingsOfStudies} order by 1, 2, 3;
        drop table postings;
        alter table postings_with_bits rename to postings;
        drop table name_bits;
        """,
        $"""
        {NameBitsOfStudies}
        create table postings_with_bits (term_key bigint not null, sort_key bigint not null, study_key bigint not null, name_bits bigint not null);
        insert into postings_with_bits {PostingsOfStudies} order by 1, 2, 3;
        drop table postings;
        alter table postings_with_bits rename to postings;
        alter table postings add primary key (term_key, sort_key, study_key) include (name_bits);
        alter table postings set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
        drop table name_bits;
        analyze postings;
        """);

    private static Migration Step(int number, string text) => new(Room, number, Sqlite.SqliteSchema.Adapt(text), Postgres.PostgresSchema.Adapt(text));
}

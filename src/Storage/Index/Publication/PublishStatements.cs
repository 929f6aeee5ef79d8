namespace ImagingGateway.Storage.Index.Publication;

/// <summary>The statements of a publishing transaction; the same for both databases.</summary>
internal sealed class PublishStatements(IIndexBackend backend)
{
    public static readonly Statement InsertPatient = Statement.Insert(
        "patients", "id", "identity", "patient_id", "issuer", "name_key", "birth_date", "sex", "attributes");

    public static readonly Statement UpdatePatient = new(
        "update patients set name_key = @name_key, birth_date = @birth_date, sex = @sex, attributes = @attributes where id = @id",
        "id", "name_key", "birth_date", "sex", "attributes");

    public static readonly Statement InsertStudy = Statement.Insert(
        "studies", "id", "patient_key", "study_uid", "sort_key", "study_date", "study_time", "accession", "patient_id", "issuer", "study_id",
        "name_key", "referring_key", "birth_date", "sex", "patient_name", "birth_date_text", "description", "referring_name", "institution",
        "modalities", "sop_classes", "series_count", "instance_count", "bytes", "pending_versions", "received_at", "changed_at", "attributes");

    public static readonly Statement InsertSeries = Statement.Insert(
        "series", "id", "study_key", "series_uid", "series_number", "modality", "description", "body_part", "station", "step_date", "step_time",
        "instance_count", "received_at", "attributes");

    public static readonly Statement InsertInstance = Statement.Insert(
        "instances", "id", "series_key", "sop_uid", "sop_class_uid", "transfer_syntax_uid", "instance_number", "frames", "image_rows",
        "image_columns", "bits_allocated", "object_key", "object_hash", "length", "data_set_offset", "sha256", "pixel_sha256", "is_truncated",
        "origin", "calling_ae", "called_ae", "remote_address", "user_name", "received_at", "pack_key", "pack_offset");

    public static readonly Statement InsertHeader = Statement.Insert("instance_headers", "instance_key", "metadata", "frame_index", "bulk_data");

    public static readonly Statement InsertVersion = Statement.Insert(
        "instance_versions", "id", "sop_uid", "study_uid", "series_uid", "sop_class_uid", "transfer_syntax_uid", "object_key", "object_hash",
        "length", "data_set_offset", "sha256", "pixel_sha256", "metadata", "frame_index", "bulk_data", "origin", "calling_ae", "called_ae",
        "remote_address", "user_name", "received_at", "is_pending", "pack_key", "pack_offset");

    public static readonly Statement InsertPack = Statement.Insert("packs", "id", "object_name", "created_at");

    public static readonly Statement InsertTerm = Statement.Insert("terms", "id", "kind", "word");

    public static readonly Statement InsertPosting = Statement.Insert("postings", "term_key", "sort_key", "study_key", "name_bits").With("on conflict do nothing");

    public static readonly Statement GrowSeries = new(
        "update series set instance_count = instance_count + @instances where id = @id", "id", "instances");

    public static readonly Statement GrowStudy = new(
        """
        update studies set series_count = series_count + @series, instance_count = instance_count + @instances, bytes = bytes + @bytes,
            changed_at = @changed_at
        where id = @id
        """,
        "id", "series", "instances", "bytes", "changed_at");

    // Lists are kept as ",CT,SR,": the comma cannot be part of a code string or UID.
    public static readonly Statement AddModality = new(
        "update studies set modalities = modalities || @value || ',' where id = @id and replace(modalities, ',' || @value || ',', '') = modalities", "id", "value");

    public static readonly Statement AddSopClass = new(
        "update studies set sop_classes = sop_classes || @value || ',' where id = @id and replace(sop_classes, ',' || @value || ',', '') = sop_classes", "id", "value");

    public static readonly Statement CountVersion = new(
        "update studies set pending_versions = pending_versions + 1 where study_uid = @study_uid", "study_uid");

    public Statement FindInstances { get; } = new(
        $"""
        select i.sop_uid, i.sha256, t.study_uid
        from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key
        where {backend.IsAnyOf("i.sop_uid", "@uids")}
        """,
        "uids");

    public Statement FindStudies { get; } = new(
        $"select study_uid, id, sort_key, modalities, sop_classes from studies where {backend.IsAnyOf("study_uid", "@uids")}", "uids");

    public Statement FindSeries { get; } = new(
        $"""
        select t.study_uid, s.series_uid, s.id from series s join studies t on t.id = s.study_key
        where {backend.IsAnyOf("s.study_key", "@studies")} and {backend.IsAnyOf("s.series_uid", "@series")}
        """,
        "studies", "series");

    public Statement FindPatients { get; } = new(
        $"select identity, id from patients where {backend.IsAnyOf("identity", "@identities")}", "identities");

    /// <summary>Other bytes that are kept, or that are the same instance in another form: what was received before it was compressed.</summary>
    public Statement FindVersions { get; } = new(
        $"""
        select sop_uid, sha256 from instance_versions where {backend.IsAnyOf("sop_uid", "@uids")}
        union all
        select sop_uid, sha256 from recodings where {backend.IsAnyOf("sop_uid", "@uids")}
        """,
        "uids");

    public Statement FindPacks { get; } = new($"select object_name, id from packs where {backend.IsAnyOf("object_name", "@names")}", "names");

    public Statement FindTerms { get; } = new(
        $"select id, kind, word from terms where kind in (1, 2, 3, 4) and {backend.IsAnyOf("word", "@words")}", "words");
}

using System.Data.Common;
using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>The study list: one box for names and any identifier.</summary>
internal sealed class StudyList(IIndexBackend backend) : IStudyList
{
    private const int MostRows = 1000;

    private const string Columns = """
        t.study_uid, t.patient_name, t.patient_id, t.birth_date_text, t.sex, t.accession, t.study_date, t.study_time, t.description,
        t.referring_name, t.modalities, t.series_count, t.instance_count, t.institution, t.received_at, t.pending_versions
        """;

    private readonly IndexEntryChooser _entries = new(backend);

    public async Task<IReadOnlyList<StudySummary>> SearchAsync(StudyListQuery query, CancellationToken cancellationToken)
    {
        var text = SearchText.Of(query.Text);
        if (text.Uids.Count > 0)
            return await ByUidAsync(text.Uids, cancellationToken);
        var modality = query.Modality?.Trim().ToUpperInvariant();
        var required = text.Required().ToList();
        if (!string.IsNullOrEmpty(modality))
            required.Add([(TermKind.Modality, new WordPiece(modality, true, true))]);
        var entry = await _entries.ChooseAsync(required, cancellationToken);
        if (entry is IndexEntry.Nowhere)
            return [];
        var sql = new SqlBuilder(backend);
        var (from, sortKey, rowKey) = Enter(entry, sql);
        AddText(text, sql);
        if (!string.IsNullOrEmpty(modality))
            sql.And($"t.modalities like {sql.Value($"%,{new TextPattern(modality.Replace("*", string.Empty, StringComparison.Ordinal)).ToLike()},%")} escape '\\'");
        AddDates(query, sortKey, sql);
        var limit = Math.Clamp(query.Limit, 1, MostRows).ToString(CultureInfo.InvariantCulture);
        var offset = Math.Max(query.Offset, 0).ToString(CultureInfo.InvariantCulture);
        return await sql.ReadAsync($"select {Columns} {from} {sql.Where} order by {sortKey} desc, {rowKey} desc limit {limit} offset {offset}", Summary, cancellationToken);
    }

    public async Task<StudySummary?> FindAsync(Uid studyInstanceUid, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync($"select {Columns} from studies t where t.study_uid = {sql.Value(studyInstanceUid.Value)}", Summary, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<ArchiveCounts> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await new SqlBuilder(backend).ReadAsync(
            """
            select (select count(*) from patients), count(*), coalesce(sum(series_count), 0), coalesce(sum(instance_count), 0), cast(coalesce(sum(bytes), 0) as bigint)
            from studies
            """,
            row => new ArchiveCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), cancellationToken);
        return counts[0];
    }

    private Task<List<StudySummary>> ByUidAsync(IReadOnlyList<string> uids, CancellationToken cancellationToken)
    {
        // A UID from a log or a report may name a study, a series or an instance.
        var sql = new SqlBuilder(backend);
        var inner = sql.AnyOf("s.series_uid", uids);
        var innermost = sql.AnyOf("i.sop_uid", uids);
        sql.And($"""
            {sql.AnyOf("t.study_uid", uids)}
            or t.id in (select s.study_key from series s where {inner})
            or t.id in (select s.study_key from instances i join series s on s.id = i.series_key where {innermost})
            """);
        return sql.ReadAsync($"select {Columns} from studies t {sql.Where} order by t.sort_key desc, t.id desc limit {MostRows}", Summary, cancellationToken);
    }

    private static (string From, string SortKey, string RowKey) Enter(IndexEntry entry, SqlBuilder sql)
    {
        switch (entry)
        {
            case IndexEntry.ByRareTerms rare:
                var from = $"from (select distinct study_key from postings where {sql.AnyOf("term_key", rare.Terms)}) x cross join studies t";
                sql.And("t.id = x.study_key");
                return (from, "t.sort_key", "t.id");
            case IndexEntry.ByFrequentTerm frequent:
                sql.And($"t.id = x.study_key and x.term_key = {sql.Value(frequent.Term)}");
                return ("from postings x cross join studies t", "x.sort_key", "x.study_key");
            default:
                return ("from studies t", "t.sort_key", "t.id");
        }
    }

    private static void AddText(SearchText text, SqlBuilder sql)
    {
        foreach (var word in text.Words)
            sql.And($"(' ' || replace(t.name_key, '=', ' ')) like {sql.Value(new TextPattern($"* {word}*").ToLike())} escape '\\'");
        foreach (var identifier in text.Identifiers)
        {
            var terms = $"select x.study_key from postings x where x.term_key in (select id from terms where kind = {(int)TermKind.Identifier} and {KeyCondition.BeginsWith("word", identifier.Key, sql)})";
            var name = $"(' ' || replace(t.name_key, '=', ' ')) like {sql.Value(new TextPattern($"* {identifier.Word}*").ToLike())} escape '\\'";
            sql.And($"t.id in ({terms}) or {name}");
        }
    }

    private static void AddDates(StudyListQuery query, string sortKey, SqlBuilder sql)
    {
        if (query.From is { } from)
            sql.And($"{sortKey} >= {sql.Value(Number(from) * 1_000_000L)}");
        if (query.To is { } to)
            sql.And($"{sortKey} <= {sql.Value((Number(to) * 1_000_000L) + 999_999)}");
    }

    private static int Number(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    private static StudySummary Summary(DbDataReader row) => new(
        new Uid(row.GetString(0)), row.GetString(1), row.GetString(2), NullIfEmpty(row.GetString(3)), NullIfEmpty(row.GetString(4)), NullIfEmpty(row.GetString(5)),
        row.Int32OrNull(6) is { } date ? new DateOnly(date / 10_000, date / 100 % 100, date % 100) : null,
        row.Int64OrNull(7) is { } time ? new TimeOnly(Math.Min(time, DicomMoments.MicrosecondsPerDay - 1) * TimeSpan.TicksPerMicrosecond) : null,
        NullIfEmpty(row.GetString(8)), NullIfEmpty(row.GetString(9)), row.GetString(10).Split(',', StringSplitOptions.RemoveEmptyEntries), row.GetInt32(11), row.GetInt32(12),
        NullIfEmpty(row.GetString(13)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(14)), row.GetInt32(15));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

using System.Data.Common;
using System.Diagnostics;
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
        t.referring_name, t.modalities, t.series_count, t.instance_count,
        (select cast(coalesce(sum(i.frames), 0) as bigint) from series s join instances i on i.series_key = s.id where s.study_key = t.id),
        t.institution, t.received_at, t.pending_versions
        """;

    /// <summary>From so many studies on a count is remembered: adding them up takes a second for a million.</summary>
    private const int Many = 100_000;

    private static readonly TimeSpan CountsKept = TimeSpan.FromMinutes(10);

    private readonly IndexEntryChooser _entries = new(backend);
    private Counted? _counted;

    public async Task<IReadOnlyList<StudySummary>> SearchAsync(StudyListQuery query, CancellationToken cancellationToken)
    {
        var text = SearchText.Of(query.Text);
        if (text.Uids.Count > 0)
            return await ByUidAsync(text.Uids, cancellationToken);
        var modality = query.Modality?.Trim().ToUpperInvariant();
        var required = text.Required().ToList();
        if (!string.IsNullOrEmpty(modality))
            required.Add([(TermKind.Modality, new WordPiece(modality, true, true))]);
        var entry = await _entries.ChooseAsync(required, Limit(query) + Math.Max(query.Offset, 0), cancellationToken);
        return entry switch
        {
            IndexEntry.Nowhere => [],
            IndexEntry.ByTerms terms => await ByTermsAsync(query, text, modality, terms, cancellationToken),
            _ => await PageAsync(query, text, modality, null, Math.Max(query.Offset, 0), Limit(query), cancellationToken),
        };
    }

    public async Task<StudySummary?> FindAsync(Uid studyInstanceUid, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync($"select {Columns} from studies t where t.study_uid = {sql.Value(studyInstanceUid.Value)}", Summary, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    public async Task<ArchiveCounts> CountAsync(CancellationToken cancellationToken)
    {
        if (_counted is { } known && Stopwatch.GetElapsedTime(known.At) < CountsKept)
        {
            await new SqlBuilder(backend).ReadAsync("select 1", _ => true, cancellationToken); // it is there, at least
            return known.Counts;
        }

        var counts = await new SqlBuilder(backend).ReadAsync(
            """
            select (select count(*) from patients), count(*), coalesce(sum(series_count), 0), coalesce(sum(instance_count), 0), cast(coalesce(sum(bytes), 0) as bigint)
            from studies
            """,
            row => new ArchiveCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), cancellationToken);
        _counted = counts[0].Studies < Many ? null : new Counted(counts[0], Stopwatch.GetTimestamp());
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

    private async Task<IReadOnlyList<StudySummary>> ByTermsAsync(
        StudyListQuery query, SearchText text, string? modality, IndexEntry.ByTerms terms, CancellationToken cancellationToken)
    {
        var found = new List<StudySummary>();
        var keys = new StudyKeys(backend, terms, query.To is { } to ? (Number(to) * 1_000_000L) + 999_999 : null, query.From is { } from ? Number(from) * 1_000_000L : null);
        int wanted = Limit(query), skip = Math.Max(query.Offset, 0);
        while (found.Count < wanted + skip && await keys.NextAsync(cancellationToken) is { Count: > 0 } studies)
            found.AddRange(await PageAsync(query, text, modality, studies, 0, wanted + skip - found.Count, cancellationToken));
        return skip == 0 ? found : [.. found.Skip(skip)];
    }

    private async Task<IReadOnlyList<StudySummary>> PageAsync(
        StudyListQuery query, SearchText text, string? modality, IReadOnlyList<long>? studies, int offset, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        if (studies is not null)
            sql.And(sql.AnyOf("t.id", studies));
        AddText(text, sql);
        if (!string.IsNullOrEmpty(modality))
            sql.And($"t.modalities like {sql.Value($"%,{new TextPattern(modality.Replace("*", string.Empty, StringComparison.Ordinal)).ToLike()},%")} escape '\\'");
        AddDates(query, sql);
        return await sql.ReadAsync(
            $"select {Columns} from studies t {sql.Where} order by t.sort_key desc, t.id desc limit {limit.ToString(CultureInfo.InvariantCulture)} offset {offset.ToString(CultureInfo.InvariantCulture)}",
            Summary, cancellationToken);
    }

    private static int Limit(StudyListQuery query) => Math.Clamp(query.Limit, 1, MostRows);

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

    private static void AddDates(StudyListQuery query, SqlBuilder sql)
    {
        if (query.From is { } from)
            sql.And($"t.sort_key >= {sql.Value(Number(from) * 1_000_000L)}");
        if (query.To is { } to)
            sql.And($"t.sort_key <= {sql.Value((Number(to) * 1_000_000L) + 999_999)}");
    }

    private static int Number(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    private static StudySummary Summary(DbDataReader row) => new(
        new Uid(row.GetString(0)), row.GetString(1), row.GetString(2), NullIfEmpty(row.GetString(3)), NullIfEmpty(row.GetString(4)), NullIfEmpty(row.GetString(5)),
        row.Int32OrNull(6) is { } date ? new DateOnly(date / 10_000, date / 100 % 100, date % 100) : null,
        row.Int64OrNull(7) is { } time ? new TimeOnly(Math.Min(time, DicomMoments.MicrosecondsPerDay - 1) * TimeSpan.TicksPerMicrosecond) : null,
        NullIfEmpty(row.GetString(8)), NullIfEmpty(row.GetString(9)), row.GetString(10).Split(',', StringSplitOptions.RemoveEmptyEntries), row.GetInt32(11), row.GetInt32(12), (int)row.GetInt64(13),
        NullIfEmpty(row.GetString(14)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(15)), row.GetInt32(16));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private sealed record Counted(ArchiveCounts Counts, long At);
}

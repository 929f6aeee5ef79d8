using System.Globalization;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>The statement for one page of a search: portable SQL, everything received as parameters.</summary>
internal sealed class SearchSql(IIndexBackend backend, SearchPlan plan, IndexEntry entry, AnswerWriter answers, bool withHeaders)
{
    private readonly QueryLevel _level = plan.Query.Level;

    private string From => (_level, UidFirst) switch
    {
        (QueryLevel.Patient, _) => "from patients p",
        (QueryLevel.Instance, QueryLevel.Instance) => "from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key",
        (>= QueryLevel.Series, >= QueryLevel.Series) => "from series s join studies t on t.id = s.study_key" + InsideSeries,
        _ => "from studies t" + Inside,
    } + (withHeaders ? " join instance_headers h on h.instance_key = i.id" : string.Empty);

    // cross join: SQLite then walks studies first and in order, instead of scanning all series; PostgreSQL is free to choose.
    private string Inside => _level switch
    {
        QueryLevel.Instance => " cross join series s cross join instances i",
        QueryLevel.Series => " cross join series s",
        _ => string.Empty,
    };

    private string InsideSeries => _level == QueryLevel.Instance ? " join instances i on i.series_key = s.id" : string.Empty;

    private QueryLevel UidFirst =>
        plan.Columns.Exists(one => one.Key.Tag == Tags.SOPInstanceUID) ? QueryLevel.Instance
        : plan.Columns.Exists(one => one.Key.Tag == Tags.SeriesInstanceUID) ? QueryLevel.Series : QueryLevel.Study;

    private string SortKey => _level == QueryLevel.Patient ? "0" : "t.sort_key";

    private string RowKey => _level == QueryLevel.Patient ? "p.id" : "t.id";

    /// <summary>The range of the order that the query's dates allow.</summary>
    public static (long? Oldest, long? Newest) SortRange(MatchingKey.Dates? dates) =>
        (dates?.First * 1_000_000L, (dates?.Last * 1_000_000L) + 999_999);

    /// <summary>Reads one page.</summary>
    /// <param name="studies">Look at these studies only; null for all. When each is a row and all are wanted, they are put in order here.</param>
    /// <param name="after">The last row of the page before, or null.</param>
    /// <param name="size">Most rows.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<SearchRow>> PageAsync(IReadOnlyList<long>? studies, SearchRow? after, int size, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        if (studies is not null)
            sql.And(sql.AnyOf("t.id", studies));
        if (_level == QueryLevel.Patient && entry is IndexEntry.ByTerms { IsRare: true } rare)
            sql.And(OfPatients(rare, sql));
        if (_level >= QueryLevel.Series && UidFirst == QueryLevel.Study)
            sql.And(_level == QueryLevel.Instance ? "s.study_key = t.id and i.series_key = s.id" : "s.study_key = t.id");
        AddKeys(sql);
        if (after is not null)
            sql.And(After(after, sql));
        var areWhole = _level == QueryLevel.Study && studies?.Count <= size;
        var end = areWhole ? string.Empty : $" order by {Order} limit {size.ToString(CultureInfo.InvariantCulture)}";
        var rows = await sql.ReadAsync($"select {Select} {From} {sql.Where}{end}", row => new SearchRow(row, _level, answers), cancellationToken);
        return areWhole ? [.. rows.OrderByDescending(row => (row.SortKey, row.StudyId))] : rows;
    }

    private static string OfPatients(IndexEntry.ByTerms rare, SqlBuilder sql) =>
        $"p.id in (select t.patient_key from studies t where t.id in (select x.study_key from postings x where {sql.AnyOf("x.term_key", rare.Driver)}))";

    private string Order => _level switch
    {
        QueryLevel.Patient => "p.id desc",
        QueryLevel.Study => $"{SortKey} desc, {RowKey} desc",
        QueryLevel.Series => $"{SortKey} desc, {RowKey} desc, s.series_number, s.series_uid",
        _ => $"{SortKey} desc, {RowKey} desc, s.series_number, s.series_uid, i.instance_number, i.sop_uid",
    };

    private string Select
    {
        get
        {
            var patient = _level == QueryLevel.Patient ? "p.id" : "t.patient_key";
            var counts = answers.NeedsPatientCounts
                ? $"(select count(*) from studies c where c.patient_key = {patient}), (select coalesce(sum(c.series_count), 0) from studies c where c.patient_key = {patient}), "
                    + $"(select coalesce(sum(c.instance_count), 0) from studies c where c.patient_key = {patient})"
                : "0, 0, 0";
            if (_level == QueryLevel.Patient)
                return $"0, p.id, p.attributes, '', '', 0, 0, {counts}";
            var columns = $"{SortKey}, {RowKey}, t.attributes, t.modalities, t.sop_classes, t.series_count, t.instance_count, {counts}";
            if (_level >= QueryLevel.Series)
                columns += ", s.series_number, s.series_uid, s.attributes, s.instance_count";
            if (_level == QueryLevel.Instance)
                columns += ", i.instance_number, i.sop_uid, i.sop_class_uid, i.transfer_syntax_uid, i.frames, i.image_rows, i.image_columns, i.bits_allocated";
            return withHeaders ? columns + ", h.metadata" : columns;
        }
    }

    private void AddKeys(SqlBuilder sql)
    {
        foreach (var (column, key) in plan.Columns)
        {
            sql.And(KeyCondition.On(column.For(_level), key, sql));
            if (key is MatchingKey.Dates dates && key.Tag == Tags.StudyDate)
                AddSortRange(dates, sql);
        }

        foreach (var patterns in plan.Modalities)
            sql.And(string.Join(" or ", patterns.Select(pattern => $"t.modalities like {sql.Value($"%,{pattern.ToLike()},%")} escape '\\'")));
        foreach (var classes in plan.SopClasses)
            sql.And(string.Join(" or ", classes.Select(uid => $"t.sop_classes like {sql.Value($"%,{uid},%")}")));
        if (plan.Combined is { } combined)
            AddCombined(combined.Dates, combined.Times, sql);
        if (plan.Inner.Count > 0)
            sql.And(InnerExists(sql));
        if (plan.Query.Scope is { } scope)
            sql.And(InScope([.. scope.Select(uid => uid.Value)], sql));
    }

    private string InScope(string[] studies, SqlBuilder sql)
    {
        if (studies.Length == 0)
            return "1 = 0";
        return _level == QueryLevel.Patient
            ? $"p.id in (select t.patient_key from studies t where {sql.AnyOf("t.study_uid", studies)})"
            : sql.AnyOf("t.study_uid", studies);
    }

    // The order is by date: a range of dates is a range of the order, which the walk then never leaves.
    private void AddSortRange(MatchingKey.Dates dates, SqlBuilder sql)
    {
        if (_level == QueryLevel.Patient)
            return;
        var (oldest, newest) = SortRange(dates);
        if (oldest is not null)
            sql.And($"{SortKey} >= {sql.Value(oldest)}");
        if (newest is not null)
            sql.And($"{SortKey} <= {sql.Value(newest)}");
    }

    private static void AddCombined(MatchingKey.Dates dates, MatchingKey.Times times, SqlBuilder sql)
    {
        const string time = "coalesce(t.study_time, 0)";
        if (dates.First is { } firstDay)
            sql.And($"t.study_date > {sql.Value(firstDay)} or {time} >= {sql.Value(times.First ?? 0)}");
        if (dates.Last is { } lastDay)
            sql.And($"t.study_date < {sql.Value(lastDay)} or {time} <= {sql.Value(times.Last ?? DicomMoments.MicrosecondsPerDay)}");
    }

    private string InnerExists(SqlBuilder sql)
    {
        var deepest = plan.Inner.Max(one => one.Column.Level);
        var conditions = string.Join(" and ", plan.Inner.Select(one => "(" + KeyCondition.On(one.Column.Name, one.Key, sql) + ")"));
        var instances = deepest == QueryLevel.Instance ? " join instances i on i.series_key = s.id" : string.Empty;
        return _level switch
        {
            QueryLevel.Patient when deepest == QueryLevel.Study => $"exists (select 1 from studies t where t.patient_key = p.id and {conditions})",
            QueryLevel.Patient => $"exists (select 1 from studies t join series s on s.study_key = t.id{instances} where t.patient_key = p.id and {conditions})",
            QueryLevel.Study => $"exists (select 1 from series s{instances} where s.study_key = t.id and {conditions})",
            _ => $"exists (select 1 from instances i where i.series_key = s.id and {conditions})",
        };
    }

    private string After(SearchRow last, SqlBuilder sql)
    {
        if (_level == QueryLevel.Patient)
            return $"p.id < {sql.Value(last.StudyId)}";
        string sort = sql.Value(last.SortKey), row = sql.Value(last.StudyId);
        var beyond = $"{SortKey} < {sort} or ({SortKey} = {sort} and {RowKey} < {row})";
        if (_level == QueryLevel.Study)
            return $"({SortKey}, {RowKey}) < ({sort}, {row})";
        var within = $"(s.series_number, s.series_uid) > ({sql.Value(last.SeriesNumber)}, {sql.Value(last.SeriesUid)})";
        if (_level == QueryLevel.Instance)
        {
            within = $"(s.series_number, s.series_uid, i.instance_number, i.sop_uid) > ({sql.Value(last.SeriesNumber)}, {sql.Value(last.SeriesUid)}, "
                + $"{sql.Value(last.InstanceNumber)}, {sql.Value(last.SopInstanceUid)})";
        }

        return $"{SortKey} <= {sort} and ({beyond} or ({RowKey} = {row} and {within}))";
    }
}

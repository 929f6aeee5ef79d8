using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>A query sorted by how its keys can be answered. Pure; says nothing about the data.</summary>
internal sealed class SearchPlan
{
    private static readonly Tag[] UidKeys = [Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.SOPInstanceUID];
    private static readonly Tag[] IdentifierKeys = [Tags.PatientID, Tags.AccessionNumber, Tags.StudyID];

    private SearchPlan(IndexQuery query) => Query = query;

    public IndexQuery Query { get; }

    /// <summary>Keys with a column of the answer's level or an outer one.</summary>
    public List<(IndexedColumn Column, MatchingKey Key)> Columns { get; } = [];

    /// <summary>Keys with a column of an inner level: something inside must match.</summary>
    public List<(IndexedColumn Column, MatchingKey Key)> Inner { get; } = [];

    /// <summary>Modalities one of which the study must have.</summary>
    public List<IReadOnlyList<TextPattern>> Modalities { get; } = [];

    /// <summary>SOP classes one of which the study must have.</summary>
    public List<IReadOnlyList<string>> SopClasses { get; } = [];

    /// <summary>Keys without a column: looked up in the attributes kept for each candidate.</summary>
    public List<MatchingKey> Kept { get; } = [];

    /// <summary>Date and time of the study as one range (QIDO-RS always; C-FIND when negotiated, PS3.4 C.2.2.2.5.3).</summary>
    public (MatchingKey.Dates Dates, MatchingKey.Times Times)? Combined { get; private set; }

    /// <summary>The range of study dates, when one is asked for.</summary>
    public MatchingKey.Dates? StudyDates => Columns.Select(one => one.Key).OfType<MatchingKey.Dates>().FirstOrDefault(key => key.Tag == Tags.StudyDate);

    /// <summary>The index leads to few rows at once, whatever the archive holds.</summary>
    public bool IsNarrow => Query.Scope is not null || Columns.Any(one => IsSelective(one.Key));

    /// <summary>Some key keeps the rows that must be looked at far below the whole archive.</summary>
    public bool IsNarrowedAtAll => IsNarrow || Columns.Any(one => one.Key is MatchingKey.Name or MatchingKey.Dates);

    public static SearchPlan Of(IndexQuery query)
    {
        var plan = new SearchPlan(query);
        foreach (var match in query.Matches)
        {
            if (MatchingKeys.Parse(match, query.FuzzyMatching) is { } key)
                plan.Add(key);
        }

        plan.Combine();
        if (query.Level == QueryLevel.Instance && plan.Kept.Exists(key => AttributeLevel.Of(key.Tag) == QueryLevel.Instance) && !plan.IsNarrowedAtAll)
            throw new InvalidQueryException("A search of instances by an attribute that has no index must also name a study, a series, a patient or a date.");
        return plan;
    }

    /// <summary>Terms that studies of this query have, for entering the index by the rarest.</summary>
    public IEnumerable<(TermKind Kind, IReadOnlyList<NamePattern> Patterns)> Names()
    {
        foreach (var (column, key) in Columns)
        {
            if (key is MatchingKey.Name name)
                yield return (key.Tag == Tags.PatientName ? TermKind.NameWord : TermKind.ReferringWord, name.Patterns);
        }
    }

    private static bool IsSelective(MatchingKey key) =>
        key is MatchingKey.OneOfUids && UidKeys.Contains(key.Tag)
        || (key is MatchingKey.Text text && IdentifierKeys.Contains(key.Tag) && text.Patterns.All(pattern => pattern.Prefix.Length >= 3));

    private void Add(MatchingKey key)
    {
        if (key.Tag == Tags.ModalitiesInStudy || (key.Tag == Tags.Modality && Query.Level == QueryLevel.Study))
        {
            // Many requestors send Modality at study level and mean Modalities in Study.
            if (key is MatchingKey.Text modalities && Query.Level != QueryLevel.Patient)
                Modalities.Add(modalities.Patterns);
        }
        else if (key.Tag == Tags.SOPClassesInStudy)
        {
            if (key is MatchingKey.OneOfUids classes && Query.Level != QueryLevel.Patient)
                SopClasses.Add(classes.Uids);
        }
        else if (IndexedColumn.Of(key.Tag) is { } column)
        {
            (column.Level <= Query.Level ? Columns : Inner).Add((column, key));
        }
        else if (AttributeLevel.Of(key.Tag) <= Query.Level && !Computed.IsComputed(key.Tag))
        {
            // An attribute of an inner level cannot be matched here; PS3.4 C.2.2.1.1.3 lets optional keys be ignored.
            Kept.Add(key);
        }
    }

    private void Combine()
    {
        if (!Query.CombinedDateTime
            || Columns.Find(one => one.Key.Tag == Tags.StudyDate).Key is not MatchingKey.Dates dates
            || Columns.Find(one => one.Key.Tag == Tags.StudyTime).Key is not MatchingKey.Times times)
            return;
        Columns.RemoveAll(one => one.Key == times);
        Combined = (dates, times);
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>
/// C-FIND and QIDO-RS over the index. Keys with columns are matched in SQL; any other attribute that was kept is matched in
/// memory on the rows the columns leave. Reads page by page: a slow receiver holds neither a connection nor a snapshot.
/// </summary>
internal sealed class InstanceSearch(IIndexBackend backend) : IInstanceSearch
{
    private const int FirstPage = 250; // more than the studies that are looked up at a time: usually one statement for them
    private const int LargestPage = 1000;
    private const int LargestPageWithHeaders = 200;

    private readonly IndexEntryChooser _entries = new(backend);

    public IAsyncEnumerable<DataSet> SearchAsync(IndexQuery query, CancellationToken cancellationToken)
    {
        var plan = SearchPlan.Of(query);
        return RunAsync(plan, cancellationToken);
    }

    private async IAsyncEnumerable<DataSet> RunAsync(SearchPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = plan.Query;
        var left = query.Limit ?? int.MaxValue;
        if (left <= 0)
            yield break;
        var entry = plan.IsNarrow ? new IndexEntry.ByConditions() : await _entries.ChooseAsync(Required(plan), query.Limit + query.Offset, cancellationToken);
        if (entry is IndexEntry.Nowhere)
            yield break;
        var answers = new AnswerWriter(query);
        var skip = query.Offset;
        await foreach (var page in SearchPage.AheadAsync(CandidatesAsync(plan, entry, answers, CancellationToken.None), cancellationToken))
        {
            foreach (var row in page.Rows)
            {
                if (!MatchesKept(plan, row) || skip-- > 0)
                    continue;
                yield return answers.Write(row);
                if (--left == 0)
                    yield break;
            }
        }
    }

    private async IAsyncEnumerable<SearchPage> CandidatesAsync(
        SearchPlan plan, IndexEntry entry, AnswerWriter answers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var withHeaders = answers.NeedsHeaders || (plan.Query.Level == QueryLevel.Instance && plan.Kept.Count > 0);
        var sql = new SearchSql(backend, plan, entry, answers, withHeaders);
        var pages = new SearchPages(sql, FirstSize(plan), withHeaders ? LargestPageWithHeaders : LargestPage, Wanted(plan));
        if (entry is not IndexEntry.ByTerms terms || plan.Query.Level == QueryLevel.Patient)
        {
            await foreach (var page in pages.ReadAsync(null, areLast: true, cancellationToken))
                yield return page;
            yield break;
        }

        var (oldest, newest) = SearchSql.SortRange(plan.StudyDates);
        var keys = new StudyKeys(backend, terms, newest, oldest, plan.Query.Level == QueryLevel.Study);
        while (await keys.NextAsync(cancellationToken) is { Count: > 0 } studies)
        {
            await foreach (var page in pages.ReadAsync(studies, keys.IsAtEnd, cancellationToken))
                yield return page;
        }
    }

    // Every row is an answer, unless something else is still looked at.
    private static int Wanted(SearchPlan plan) => plan.Query.Limit is { } limit && plan.Kept.Count == 0 ? (int)Math.Min(int.MaxValue, (long)limit + plan.Query.Offset) : int.MaxValue;

    private static int FirstSize(SearchPlan plan) => plan.Kept.Count == 0 && plan.Query.Limit is not null ? LargestPage : FirstPage;

    private static IEnumerable<IReadOnlyList<(TermKind Kind, WordPiece Piece)>> Required(SearchPlan plan)
    {
        // Several patterns are alternatives: only a single one says what every answer has.
        foreach (var (kind, patterns) in plan.Names())
        {
            if (patterns.Count != 1)
                continue;
            foreach (var piece in patterns[0].Pieces)
                yield return [(kind, piece)];
        }

        // A series of a modality is in a study of that modality.
        var ofSeries = plan.Columns.Select(one => one.Key).OfType<MatchingKey.Text>().Where(key => key.Tag == Tags.Modality).Select(key => key.Patterns);
        foreach (var patterns in plan.Modalities.Concat(ofSeries))
        {
            if (patterns.All(pattern => !pattern.HasWildcards))
                yield return [.. patterns.Select(pattern => (TermKind.Modality, new WordPiece(pattern.Text, true, true)))];
        }
    }

    private static bool MatchesKept(SearchPlan plan, SearchRow row)
    {
        foreach (var key in plan.Kept)
        {
            if (!key.IsMatch(Values(row, key.Tag)))
                return false;
        }

        return true;
    }

    private static IReadOnlyList<string> Values(SearchRow row, Tag tag)
    {
        // These two are keys of their own although they live inside Request Attributes Sequence (PS3.18 table 10.6.1-5).
        if (tag == Tags.ScheduledProcedureStepID || tag == Tags.RequestedProcedureID)
            return [.. row.Attributes.SelectMany(attributes => attributes.GetItems(Tags.RequestAttributesSequence)).SelectMany(item => item.GetStrings(tag))];
        foreach (var attributes in row.Attributes)
        {
            if (attributes.TryGet(tag, out var element))
                return element.VR.IsText ? attributes.GetStrings(tag) : [.. attributes.GetNumbers(tag).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        }

        return [];
    }
}

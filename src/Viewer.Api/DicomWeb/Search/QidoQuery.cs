using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Search;

/// <summary>A QIDO-RS request as the index understands it, and what must be told about it in Warning headers.</summary>
/// <param name="Index">The search.</param>
/// <param name="IsCapped">No limit, or one beyond the server's: more results may exist than are sent.</param>
internal sealed record QidoQuery(IndexQuery Index, bool IsCapped)
{
    /// <summary>Most results of a search that is not confined to one study.</summary>
    public const int MaxResults = 10_000;

    /// <summary>Studies named one by one.</summary>
    public IEnumerable<Uid> Studies => Index.Matches.Where(match => match.Tag == Tags.StudyInstanceUID).SelectMany(match => match.Value.Split('\\')).Select(uid => new Uid(uid));

    /// <summary>Reads the query parameters (PS3.18 8.3.4). Pure.</summary>
    /// <returns>The query, or a sentence for the client.</returns>
    public static (QidoQuery? Query, string? Fault) Read(QueryLevel level, DicomWebPath path, IQueryCollection parameters, IReadOnlyList<Uid>? scope)
    {
        var reader = new QidoParameters();
        foreach (var (name, values) in parameters)
        {
            if (reader.Take(name, values) is { } fault)
                return (null, fault);
        }

        var matches = reader.Matches;
        if (path.Study is { } study)
            matches.Add(new KeyMatch(Tags.StudyInstanceUID, study.Value));
        if (path.Series is { } series)
            matches.Add(new KeyMatch(Tags.SeriesInstanceUID, series.Value));

        var keys = QidoDefaults.For(level, path.Study is not null, path.Series is not null)
            .Concat(reader.IncludeFields).Concat(matches.Select(match => match.Tag))
            .Distinct().Order().ToList();
        var isConfined = matches.Exists(match => match.Value.Length > 0 && (match.Tag == Tags.StudyInstanceUID || match.Tag == Tags.SeriesInstanceUID));
        var isCapped = !isConfined && (reader.Limit is null || reader.Limit > MaxResults);
        var index = new IndexQuery(level, matches, keys)
        {
            ReturnAll = reader.IncludeAll,
            Offset = reader.Offset,
            Limit = isCapped ? MaxResults : reader.Limit,
            FuzzyMatching = reader.FuzzyMatching,
            CombinedDateTime = true,
            Scope = scope,
        };
        return (new QidoQuery(index, isCapped), null);
    }
}

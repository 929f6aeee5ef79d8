using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.Studies;

/// <summary>Puts together what pages show of a study's series.</summary>
internal sealed class StudyContents(IInstanceSearch search, IInstanceRetrieve retrieve)
{
    private static readonly Tag[] ReturnKeys = [Tags.SeriesInstanceUID, Tags.Modality, Tags.SeriesNumber, Tags.SeriesDescription, Tags.BodyPartExamined];

    /// <summary>All series of a study, in series number order.</summary>
    public Task<IReadOnlyList<SeriesContents>> OfStudyAsync(Uid study, CancellationToken cancellationToken) =>
        LoadAsync(study, RetrieveScope.Study(study), [new KeyMatch(Tags.StudyInstanceUID, study.Value)], cancellationToken);

    public async Task<SeriesContents?> OfSeriesAsync(Uid study, Uid series, CancellationToken cancellationToken) =>
        await LoadAsync(
            study, RetrieveScope.Series(study, series),
            [new KeyMatch(Tags.StudyInstanceUID, study.Value), new KeyMatch(Tags.SeriesInstanceUID, series.Value)], cancellationToken) is [var only, ..] ? only : null;

    private async Task<IReadOnlyList<SeriesContents>> LoadAsync(
        Uid study, RetrieveScope scope, IReadOnlyList<KeyMatch> matches, CancellationToken cancellationToken)
    {
        var instances = new Dictionary<Uid, List<StoredInstance>>();
        await foreach (var instance in retrieve.LocateAsync(scope, cancellationToken))
        {
            if (!instances.TryGetValue(instance.SeriesInstanceUid, out var list))
                instances.Add(instance.SeriesInstanceUid, list = []);
            list.Add(instance);
        }

        var series = new List<SeriesContents>();
        await foreach (var answer in search.SearchAsync(new IndexQuery(QueryLevel.Series, matches, ReturnKeys), cancellationToken))
        {
            var uid = answer.GetUid(Tags.SeriesInstanceUID);
            series.Add(new SeriesContents(
                study, uid, answer.GetString(Tags.Modality) ?? "", answer.GetInteger(Tags.SeriesNumber), answer.GetString(Tags.SeriesDescription),
                answer.GetString(Tags.BodyPartExamined), instances.GetValueOrDefault(uid) ?? []));
        }

        return [.. series.OrderBy(one => one.Number ?? long.MaxValue).ThenBy(one => one.SeriesInstanceUid.Value, StringComparer.Ordinal)];
    }
}

using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>Searches in which masked studies exist: only by what they show, so that nobody learns a name by guessing it.</summary>
internal sealed class MaskedSearch(IInstanceSearch archive, MaskedStudies masked) : IInstanceSearch
{
    public IAsyncEnumerable<DataSet> SearchAsync(IndexQuery query, CancellationToken cancellationToken)
    {
        var named = query.Scope ?? query.Matches.Where(match => match.Tag == Tags.StudyInstanceUID).SelectMany(match => match.Value.Split('\\')).Select(uid => new Uid(uid));
        var studies = named.Select(uid => masked.TryGet(uid, out var study) ? study : null).OfType<MaskedStudy>().ToList();
        return studies.Count == 0 ? archive.SearchAsync(query, cancellationToken) : SearchMaskedAsync(query, studies, cancellationToken);
    }

    private async IAsyncEnumerable<DataSet> SearchMaskedAsync(IndexQuery query, IReadOnlyList<MaskedStudy> studies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = -1;
        foreach (var study in studies)
        {
            var instances = await study.ReadAsync(cancellationToken);
            var series = instances.Select(instance => instance.SeriesInstanceUid).ToHashSet();
            var sops = instances.Select(instance => instance.SopInstanceUid).ToHashSet();
            // UIDs are matched here, by what is shown; nothing that is taken out matches anything
            var asked = query.Matches.Where(match => match.Value.Length > 0 && match.Value != "*").ToList();
            if (asked.Exists(match => !BasicProfile.Keeps(match.Tag)))
                yield break;
            var real = query with
            {
                Matches = [new KeyMatch(Tags.StudyInstanceUID, study.Real.Value), .. asked.Where(match => !IsUid(match.Tag))],
                ReturnKeys = [.. query.ReturnKeys.Union([Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.SOPInstanceUID])], Scope = [study.Real], Offset = 0, Limit = null,
            };
            await foreach (var answer in archive.SearchAsync(real, cancellationToken))
            {
                var shown = study.Identities.Apply(answer);
                var isShown = query.Level switch
                {
                    QueryLevel.Instance => sops.Contains(shown.GetUid(Tags.SOPInstanceUID)),
                    QueryLevel.Series => series.Contains(shown.GetUid(Tags.SeriesInstanceUID)),
                    _ => true,
                };
                if (!isShown || asked.Exists(match => IsUid(match.Tag) && !match.Value.Split('\\').Contains(shown.GetString(match.Tag))))
                    continue;
                position++;
                if (position >= query.Offset && (query.Limit is not { } limit || position < query.Offset + limit))
                    yield return shown;
            }
        }
    }

    private static bool IsUid(Tag tag) => DicomDictionary.ImplicitVR(tag) == VR.UI;
}

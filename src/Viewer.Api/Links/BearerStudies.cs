using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>The studies of a link with their series and reports; one that was deleted since is left out. Under a link without names there are no reports.</summary>
internal sealed class BearerStudies(IStudyList studies, StudyContents contents, IReports reports, MaskedStudies masked)
{
    public async Task<IReadOnlyList<BearerStudy>> OfAsync(StudyLink link, CancellationToken cancellationToken)
    {
        var list = new List<BearerStudy>();
        foreach (var uid in link.StudyInstanceUids)
        {
            if (await studies.FindAsync(uid, cancellationToken) is { } study)
                {
                var leftOut = masked.TryGet(uid, out var other) ? await other.LeftOutAsync(cancellationToken) : LeftOut.Nothing;
                list.Add(new BearerStudy(study, await contents.OfStudyAsync(uid, cancellationToken), link.IsDeidentified ? [] : await reports.OfStudyAsync(uid, cancellationToken), leftOut));
            }
        }

        return list;
    }
}

/// <summary>One study behind a link.</summary>
public sealed record BearerStudy(StudySummary Study, IReadOnlyList<SeriesContents> Series, IReadOnlyList<Report> Reports, LeftOut LeftOut);

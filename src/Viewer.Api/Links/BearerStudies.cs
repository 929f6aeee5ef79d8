using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>The studies of a link with their series; one that was deleted since is left out.</summary>
internal sealed class BearerStudies(IStudyList studies, StudyContents contents)
{
    public async Task<IReadOnlyList<BearerStudy>> OfAsync(StudyLink link, CancellationToken cancellationToken)
    {
        var list = new List<BearerStudy>();
        foreach (var uid in link.StudyInstanceUids)
        {
            if (await studies.FindAsync(uid, cancellationToken) is { } study)
                list.Add(new BearerStudy(study, await contents.OfStudyAsync(uid, cancellationToken)));
        }

        return list;
    }
}

/// <summary>One study behind a link.</summary>
public sealed record BearerStudy(StudySummary Study, IReadOnlyList<SeriesContents> Series);

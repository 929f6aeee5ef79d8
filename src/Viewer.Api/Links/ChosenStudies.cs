using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>The studies that one link shall open, and what else there is of their patients.</summary>
/// <param name="Chosen">At least one, in the order in which they were chosen.</param>
/// <param name="Others">More studies of the same patients, newest first.</param>
public sealed record ChosenStudies(IReadOnlyList<StudySummary> Chosen, IReadOnlyList<StudySummary> Others)
{
    private const int MostOthers = 20;

    /// <summary>The names of all patients.</summary>
    public IReadOnlyList<string> Names => [.. Chosen.Select(study => study.PatientName).Distinct()];

    /// <summary>Those who open the link see several people's images.</summary>
    public bool AreOfSeveral => AreOfSeveralPatients(Chosen);

    public static bool AreOfSeveralPatients(IEnumerable<StudySummary> studies) => studies.Select(study => (study.PatientId, study.PatientName)).Distinct().Skip(1).Any();

    /// <summary>The one year of birth of all; null when it is not known or there are several.</summary>
    public static string? BirthYearOf(IEnumerable<StudySummary> studies) => studies.Select(study => Show.YearOf(study.PatientBirthDate)).Distinct().ToList() is [{ } year] ? year : null;

    /// <returns>Null when one of them is not in the archive, or more were named than a link may open.</returns>
    public static async Task<ChosenStudies?> FindAsync(IStudyList studies, IEnumerable<string?> uids, CancellationToken cancellationToken)
    {
        var chosen = new List<StudySummary>();
        foreach (var uid in uids.Distinct())
        {
            if (chosen.Count == StudyLinkPolicy.MostStudies || await studies.FindAsync(uid ?? "", cancellationToken) is not { } study)
                return null;
            chosen.Add(study);
        }

        var known = chosen.Select(study => study.StudyInstanceUid).ToHashSet();
        var others = new List<StudySummary>();
        foreach (var patient in chosen.Select(study => study.PatientId).Where(id => id.Length > 0).Distinct().Take(MostOthers))
        {
            var found = await studies.SearchAsync(new StudyListQuery { Text = patient, Limit = MostOthers }, cancellationToken);
            others.AddRange(found.Where(study => study.PatientId == patient && !known.Contains(study.StudyInstanceUid)));
        }

        return new ChosenStudies(chosen, [.. others.Take(MostOthers)]);
    }
}

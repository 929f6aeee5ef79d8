using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Finds the studies of claim lines.</summary>
public sealed class ClaimMatching(IStudyList studies)
{
    private const int MostPerKey = 20;

    public async Task<IReadOnlyList<ClaimMatch>> MatchAsync(IReadOnlyList<ClaimLine> lines, CancellationToken cancellationToken)
    {
        var matches = new List<ClaimMatch>(lines.Count);
        foreach (var line in lines)
        {
            var found = new List<StudySummary>();
            foreach (var key in line.Keys)
                found.AddRange(await OfKeyAsync(key, cancellationToken));
            matches.Add(new ClaimMatch(line, [.. found.DistinctBy(study => study.StudyInstanceUid)]));
        }

        return matches;
    }

    // the search box also finds parts of words; a claim needs the whole number
    private async Task<IEnumerable<StudySummary>> OfKeyAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var found = await studies.SearchAsync(new StudyListQuery { Text = key, Limit = MostPerKey }, cancellationToken);
            return found.Where(study => Is(study.AccessionNumber) || Is(study.PatientId));
        }
        catch (InvalidQueryException)
        {
            return [];
        }

        bool Is(string? value) => key.Equals(value, StringComparison.OrdinalIgnoreCase);
    }
}

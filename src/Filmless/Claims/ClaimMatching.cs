using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Claims;

/// <summary>
/// Finds the studies of claim lines, all lines in a few questions. An order key or accession number that names exactly one study is
/// certain; patient, day (one to either side) and modality only suggest.
/// </summary>
public sealed class ClaimMatching(GatewayDatabase database, ClaimOptions options)
{
    private const int MostCandidates = 8;

    public async Task<IReadOnlyList<ClaimMatch>> MatchAsync(IReadOnlyList<ClaimLine> lines, CancellationToken cancellationToken)
    {
        var byKey = (await StudiesAsync("t.accession", lines.Select(KeyOf).OfType<string>(), cancellationToken)).ToLookup(study => study.Accession, StringComparer.Ordinal);
        var unknown = lines.Where(line => KeyOf(line) is not { } key || !byKey.Contains(key)).SelectMany(line => line.PatientKeys);
        var byPatient = (await StudiesAsync("t.patient_id", unknown, cancellationToken)).ToLookup(study => study.PatientId, StringComparer.Ordinal);
        return [.. lines.Select(line => MatchOf(line, byKey, byPatient))];
    }

    /// <summary>The order's own key; a list of bare numbers may also be accession numbers.</summary>
    private static string? KeyOf(ClaimLine line) => line.OrderKey ?? (line.ServiceCode.Length == 0 ? line.ClaimCode : null);

    private ClaimMatch MatchOf(ClaimLine line, ILookup<string, Candidate> byKey, ILookup<string, Candidate> byPatient)
    {
        var modalities = options.Rules.NeedOf(line.ServiceName ?? "", line.ServiceCode).Modalities;
        var named = KeyOf(line) is { } key ? byKey[key].ToList() : [];
        if (named.Count > 1 && named.Where(study => study.Has(modalities)).ToList() is { Count: > 0 } fitting)
            named = fitting;
        if (named.Count == 1)
            return new ClaimMatch(MatchKind.Key, [named[0].Uid]);
        if (named.Count == 0)
            named = [.. line.PatientKeys.SelectMany(number => byPatient[number]).Where(study => study.Has(modalities) && IsNear(study.Day, line.ServiceDay))];
        // more images first: of an exam and its stray scout the exam is meant
        return named.Count == 0
            ? new ClaimMatch(MatchKind.None, [])
            : new ClaimMatch(MatchKind.Suggested, [.. named.DistinctBy(study => study.StudyUid).OrderByDescending(study => study.Images).Take(MostCandidates).Select(study => study.Uid)]);
    }

    private static bool IsNear(long? studyDay, DateOnly? serviceDay) =>
        studyDay is > 0 && serviceDay is { } day && Math.Abs(DayNumber.ToDay(studyDay.Value).DayNumber - day.DayNumber) <= 1;

    private async Task<List<Candidate>> StudiesAsync(string column, IEnumerable<string> values, CancellationToken cancellationToken)
    {
        var found = new List<Candidate>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in values.Distinct(StringComparer.Ordinal).Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters();
            found.AddRange(await connection.QueryAsync<Candidate>(new CommandDefinition(
                $"""
                SELECT t.study_uid AS StudyUid, t.accession AS Accession, t.patient_id AS PatientId, t.study_date AS Day, t.modalities AS Modalities, t.instance_count AS Images
                FROM studies t WHERE {column} IN {parameters.AddList("value", some)}
                """,
                parameters, cancellationToken: cancellationToken)));
        }

        return found;
    }

    private sealed record Candidate
    {
        public string StudyUid { get; init; } = "";

        public string Accession { get; init; } = "";

        public string PatientId { get; init; } = "";

        public long? Day { get; init; }

        public string Modalities { get; init; } = "";

        public long Images { get; init; }

        public Uid Uid => new(StudyUid);

        public bool Has(IReadOnlyList<string> modalities) => modalities.Count == 0 || Modalities.Split(',').Any(modalities.Contains);
    }
}

/// <summary>What was found for a line.</summary>
/// <param name="Studies">Exactly one for <see cref="MatchKind.Key"/>; those to choose from for a suggestion.</param>
public sealed record ClaimMatch(MatchKind Kind, IReadOnlyList<Uid> Studies);

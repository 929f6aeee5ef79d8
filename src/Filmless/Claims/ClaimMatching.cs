using System.Globalization;
using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Claims;

/// <summary>
/// Finds the studies of claim lines, all lines in a few questions. An order key that names exactly one study is certain: as accession number, as an order number
/// in the headers (placer, filler, requested procedure), or as the order number of a report that belongs to it. Patient, day (one to either side) and modality only suggest.
/// </summary>
public sealed class ClaimMatching(GatewayDatabase database, ClaimOptions options)
{
    private const int MostCandidates = 8;

    private const string OfPatients = "SELECT t.patient_id AS named, t.id AS study FROM studies t WHERE t.patient_id IN {0}";

    private const string OfKeys = """
        SELECT t.accession AS named, t.id AS study FROM studies t WHERE t.accession IN {0}
        UNION SELECT o.number, o.study_key FROM evidence_orders o WHERE o.number IN {0}
        UNION SELECT r.order_key, t.id FROM reports r JOIN studies t ON t.study_uid = r.study_uid WHERE r.study_uid IS NOT NULL AND r.order_key IN {0} AND r.status <> 'Cancelled'
        """;

    public async Task<IReadOnlyList<ClaimMatch>> MatchAsync(IReadOnlyList<ClaimLine> lines, CancellationToken cancellationToken)
    {
        var byKey = (await StudiesAsync(OfKeys, lines.Select(KeyOf).OfType<string>(), cancellationToken)).ToLookup(study => study.Named, StringComparer.Ordinal);
        var unknown = lines.Where(line => KeyOf(line) is not { } key || !byKey.Contains(key)).SelectMany(line => line.PatientKeys);
        var byPatient = (await StudiesAsync(OfPatients, unknown, cancellationToken)).ToLookup(study => study.Named, StringComparer.Ordinal);
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

    /// <param name="named">Gives, for a list in place of {0}, which value names which study.</param>
    private async Task<List<Candidate>> StudiesAsync(string named, IEnumerable<string> values, CancellationToken cancellationToken)
    {
        var found = new List<Candidate>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in values.Distinct(StringComparer.Ordinal).Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters();
            found.AddRange(await connection.QueryAsync<Candidate>(new CommandDefinition(
                $"""
                SELECT n.named AS Named, t.study_uid AS StudyUid, t.study_date AS Day, t.modalities AS Modalities, t.instance_count AS Images
                FROM ({string.Format(CultureInfo.InvariantCulture, named, parameters.AddList("value", some))}) n JOIN studies t ON t.id = n.study
                """,
                parameters, cancellationToken: cancellationToken)));
        }

        return found;
    }

    private sealed record Candidate
    {
        public string StudyUid { get; init; } = "";

        public string Named { get; init; } = "";

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

using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims.Checks;

namespace ImagingGateway.Filmless.Claims;

/// <summary>A row of <c>claim_lines</c>.</summary>
internal sealed record ClaimRow
{
    public const string Columns = """
        l.id AS Id, l.file_id AS FileId, l.facility AS Facility, l.data AS Data, l.study_uid AS Study, l.match_kind AS MatchKind, l.candidates AS Candidates, l.worst AS Worst,
        l.findings AS Findings, l.evaluated_at AS EvaluatedAt, l.state AS State, l.deadline_at AS DeadlineAt, l.frozen AS Frozen
        """;

    public string Id { get; init; } = "";

    public string FileId { get; init; } = "";

    public string Facility { get; init; } = "";

    public string Data { get; init; } = "";

    public string? Study { get; init; }

    public string MatchKind { get; init; } = "";

    public string Candidates { get; init; } = "";

    public long Worst { get; init; }

    public string Findings { get; init; } = "";

    public long? EvaluatedAt { get; init; }

    public string State { get; init; } = "";

    public long DeadlineAt { get; init; }

    public string? Frozen { get; init; }

    public ClaimItem ToItem() => new(
        Id, FileId, Facility, JsonSerializer.Deserialize<ClaimLine>(Data)!, Study is null ? null : new Uid(Study), Enum.Parse<MatchKind>(MatchKind),
        [.. Candidates.Split('\\', StringSplitOptions.RemoveEmptyEntries).Select(uid => new Uid(uid))], (Verdict)Worst, JsonSerializer.Deserialize<List<Finding>>(Findings)!,
        EvaluatedAt is { } at ? Time(at) : null, Enum.Parse<ClaimState>(State), Time(DeadlineAt), Frozen is null ? null : JsonSerializer.Deserialize<FrozenEvidence>(Frozen));

    public static string ListOf(IEnumerable<Uid> studies) => string.Join('\\', studies.Select(study => study.Value));

    public static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
}

using ImagingGateway.Filmless.Claims;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>Everything one claim's page shows.</summary>
/// <param name="Item">The line that is looked at.</param>
/// <param name="Lines">All lines of the episode.</param>
/// <param name="Content">What the study consists of now; null when nothing was frozen.</param>
/// <param name="Candidates">For a person of the hospital to confirm one.</param>
public sealed record ClaimView(ClaimItem Item, IReadOnlyList<ClaimItem> Lines, IReadOnlyList<ClaimEvent> History, ClaimNeighbours Neighbours)
{
    public StudySummary? Study { get; init; }

    public IReadOnlyList<SeriesContents> Series { get; init; } = [];

    public FrozenEvidence? Content { get; init; }

    public IReadOnlyList<StudySummary> Candidates { get; init; } = [];
}

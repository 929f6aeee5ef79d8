using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>Everything one claim's page shows.</summary>
/// <param name="Item">The line that is looked at.</param>
/// <param name="Lines">All lines of the episode.</param>
public sealed record ClaimView(ClaimItem Item, IReadOnlyList<ClaimItem> Lines, IReadOnlyList<ClaimEvent> History, ClaimNeighbours Neighbours)
{
    public StudySummary? Study { get; init; }

    public IReadOnlyList<SeriesContents> Series { get; init; } = [];

    /// <summary>What the archive has beside the images.</summary>
    public IReadOnlyList<Report> Reports { get; init; } = [];

    /// <summary>How the study differs from what was pinned for the claim; null when nothing was.</summary>
    public StudyChange? Change { get; init; }

    /// <summary>Portable copies of the evidence may be taken away.</summary>
    public bool MayCopy { get; init; }

    /// <summary>For a person of the hospital to confirm one.</summary>
    public IReadOnlyList<StudySummary> Candidates { get; init; } = [];
}

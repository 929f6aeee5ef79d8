using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims;

/// <summary>One line of a pasted claim list.</summary>
/// <param name="LineNumber">From 1, as pasted.</param>
/// <param name="Code">The first column: <c>MA_LK</c> of a claim, or an accession number alone.</param>
/// <param name="Keys">The further columns, by which studies are looked for; the code itself when there are none.</param>
public sealed record ClaimLine(int LineNumber, string Code, IReadOnlyList<string> Keys);

/// <summary>A claim line with the studies that carry one of its keys as accession number or patient ID.</summary>
public sealed record ClaimMatch(ClaimLine Line, IReadOnlyList<StudySummary> Studies);

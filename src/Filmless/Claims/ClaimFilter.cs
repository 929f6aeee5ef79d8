using ImagingGateway.Filmless.Claims.Checks;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Which lines of the evidence table are wanted.</summary>
/// <param name="Text">Words of a name, or numbers; several <c>MA_LK</c> find each of them.</param>
/// <param name="Check">Only lines where this check is amber or red.</param>
/// <param name="Worst">Only lines whose worst finding is this.</param>
public sealed record ClaimFilter(string? Text = null, string? Facility = null, ClaimState? State = null, Verdict? Worst = null, Check? Check = null, string? FileId = null)
{
    public bool IsEmpty => this == new ClaimFilter();
}

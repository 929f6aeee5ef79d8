namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A new link and its secrets, which are given out once and never again.</summary>
/// <param name="Token">Opens the link (after its PIN, if any).</param>
/// <param name="Code">Short code that can be typed together with the PIN; null for a link without a PIN, which has none.</param>
public sealed record CreatedStudyLink(StudyLink Link, string Token, string? Code);

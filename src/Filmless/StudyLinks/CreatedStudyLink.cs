namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A new link and its token, which is given out once and never again.</summary>
public sealed record CreatedStudyLink(StudyLink Link, string Token);

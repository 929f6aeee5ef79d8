namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Who opens a link's page.</summary>
/// <param name="RemoteAddress">For the audit trail.</param>
/// <param name="IsPreview">A messenger's preview robot or a browser's prefetch: it sees the page, but nobody has opened the link yet.</param>
public sealed record LinkVisitor(string? RemoteAddress, bool IsPreview = false);

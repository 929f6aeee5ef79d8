using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <summary>Who wants a portable copy, and how it shall look.</summary>
/// <param name="Person">As the copy names them.</param>
/// <param name="BaseUrl">How people reach the gateway.</param>
/// <param name="Language">In which the page opens; it holds both.</param>
/// <param name="Watermark">Burned into every picture; null for none.</param>
/// <param name="WithDocuments">The reports' PDFs are in it.</param>
/// <param name="WholeBirthDate">The day too, not only the year.</param>
public sealed record EvidenceWish(string Person, string BaseUrl, Language Language, string? Watermark = null, bool WithDocuments = true, bool WholeBirthDate = true);

using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>What a rendered resource is sent as.</summary>
internal sealed record RenderedRepresentation(bool IsMultipart, RenderedMediaType MediaType);

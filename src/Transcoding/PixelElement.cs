using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Transcoding;

/// <summary>The pixel data element of an instance on its way out.</summary>
internal sealed record PixelElement(Tag Tag, VR VR, PixelStream Stream);

using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Transcoding;

/// <summary>An instance's header, shared by requests: read it, never change it.</summary>
/// <param name="Pixels">Null when the instance is no image.</param>
public sealed record InstanceHeader(DataSet Header, PixelDescription? Pixels);

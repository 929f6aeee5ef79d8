namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>How many path segments of an endpoint's pattern are DICOMweb's own; what stands before them is the service's prefix.</summary>
internal sealed record DicomWebRoute(int OwnSegments);

using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Storage.Ingest;

/// <summary>What one pass over an instance's bytes learnt.</summary>
/// <param name="Meta">Its meta group.</param>
/// <param name="Scan">Its header and the place of its pixel data.</param>
/// <param name="Sha256">Of the whole file, 64 lower-case hexadecimal digits.</param>
/// <param name="PixelDataSha256">Of the pixel data value; null when there is none.</param>
internal sealed record ReadInstance(FileMetaInformation Meta, InstanceScan Scan, string Sha256, byte[]? PixelDataSha256);

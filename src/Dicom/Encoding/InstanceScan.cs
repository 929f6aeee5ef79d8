using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>What <see cref="InstanceScanner"/> learnt of an instance.</summary>
/// <param name="Header">Every element; long values and pixel data as references.</param>
/// <param name="PixelData">Where the pixel data lies and how its frames are cut; null when there is none.</param>
/// <param name="Length">Bytes pushed.</param>
/// <param name="IsTruncated">The data set ended inside an element (kept, flagged, never refused when the header is whole).</param>
/// <param name="Deviations">Breaches read leniently, at most the first hundred.</param>
public sealed record InstanceScan(
    DataSet Header, PixelDataLayout? PixelData, long Length, bool IsTruncated, IReadOnlyList<Deviation> Deviations);

using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>A data set read leniently from memory.</summary>
/// <param name="DataSet">What could be read.</param>
/// <param name="IsTruncated">The bytes ended inside an element, which is left out.</param>
/// <param name="PixelData">Where the pixel data lies; null when there is none.</param>
/// <param name="Deviations">Breaches met, at most the first hundred.</param>
public sealed record DataSetReading(DataSet DataSet, bool IsTruncated, PixelDataLayout? PixelData, IReadOnlyList<Deviation> Deviations);

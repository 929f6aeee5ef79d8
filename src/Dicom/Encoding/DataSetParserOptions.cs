using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>What a reader wants of <see cref="DataSetParser"/>.</summary>
/// <param name="Limits">Bounds on memory.</param>
/// <param name="BulkThreshold">Longer values become references, unless the whole data set is in memory.</param>
/// <param name="PixelDataSink">Is given the bytes of the pixel data as they pass.</param>
/// <param name="ExpectedElements">Room to begin with.</param>
/// <param name="StopBefore">Nothing is read from the first top-level element on that has this tag or a later one; null reads all.</param>
internal sealed record DataSetParserOptions(
    DataSetLimits Limits, int BulkThreshold, PixelDataSink? PixelDataSink, int ExpectedElements, Tag? StopBefore = null);

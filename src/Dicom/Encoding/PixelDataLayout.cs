using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>The place of the pixel data and of its fragments, as counted while scanning.</summary>
/// <param name="Offset">First byte of the value field from the start of the data set.</param>
/// <param name="Length">Bytes of the value field (for encapsulated data without the sequence delimiter).</param>
/// <param name="IsEncapsulated">Cut into fragments (PS3.5 A.4).</param>
/// <param name="BasicOffsetTable">Offsets of the first item; empty when absent or native.</param>
/// <param name="Fragments">Offset (from the start of the data set) and length of each fragment's bytes, without item headers.</param>
public sealed record PixelDataLayout(
    long Offset, long Length, bool IsEncapsulated, IReadOnlyList<uint> BasicOffsetTable, IReadOnlyList<ByteRange> Fragments)
{
    /// <summary>For each fragment: it begins with the start marker of a JPEG, JPEG-LS, JPEG 2000 or JPEG XL codestream.</summary>
    public IReadOnlyList<bool> CodestreamStarts { get; init; } = [];
}

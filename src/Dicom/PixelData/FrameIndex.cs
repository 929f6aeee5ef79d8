using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>
/// Where each frame's bytes lie in the data set: native frames by arithmetic, encapsulated ones by extended or basic
/// offset table, by one fragment per frame, or by looking for start markers (PS3.5 A.4, PS3.3 C.7.6.3.1.8).
/// </summary>
public sealed class FrameIndex
{
    /// <summary>For frame n (from 0), the runs that joined together are the frame: one for native data, one per fragment otherwise.</summary>
    public required IReadOnlyList<IReadOnlyList<ByteRange>> Frames { get; init; }

    public bool IsEncapsulated { get; init; }

    /// <summary>Builds the index of a scanned instance; null when it has no pixel data.</summary>
    public static FrameIndex? Of(InstanceScan scan) => throw new NotImplementedException();

    /// <summary>A compact form for the index database (a native multi-frame costs a few bytes).</summary>
    public byte[] ToBytes() => throw new NotImplementedException();

    public static FrameIndex FromBytes(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();
}

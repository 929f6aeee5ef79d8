using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>
/// Where each frame's bytes lie in the data set: native frames by arithmetic, encapsulated ones by extended or basic
/// offset table, by one fragment per frame, or by looking for start markers (PS3.5 A.4, PS3.3 C.7.6.3.1.8).
/// </summary>
/// <remarks>
/// Native frames whose size in bits is no multiple of eight follow each other without padding (PS3.5 8.1.1): the run of such a frame
/// covers it, and <see cref="FirstBit"/> tells where in the first byte it begins. In big endian OW the run covers whole words of 16 bits, and that is
/// where in the first word, once its bytes have changed places. Only frames that have bytes are listed, whatever Number of
/// Frames says; the last one may be short. A video is one entry: all its fragments.
/// </remarks>
public sealed class FrameIndex
{
    /// <summary>For frame n (from 0), the runs that joined together are the frame: one for native data, one per fragment otherwise.</summary>
    public required IReadOnlyList<IReadOnlyList<ByteRange>> Frames { get; init; }

    /// <summary>Frames are codestreams, not native samples.</summary>
    public bool IsEncapsulated { get; init; }

    /// <summary>The bit (0 is the lowest) of a native frame's first byte, or big endian word, at which its first sample begins.</summary>
    public int FirstBit(int frame) => Frames is NativeFrames native ? native.FirstBit(frame) : 0;

    /// <summary>Builds the index of a scanned instance; null when it has no pixel data.</summary>
    public static FrameIndex? Of(InstanceScan scan) => scan.PixelData is { } layout ? Of(scan.Header, layout) : null;

    /// <summary>Builds the index from a header and the place of the pixel data.</summary>
    public static FrameIndex Of(DataSet header, PixelDataLayout layout) => layout.IsEncapsulated
        ? new FrameIndex { IsEncapsulated = true, Frames = EncapsulatedFrames.Of(header, layout) }
        : new FrameIndex { Frames = NativeFrames.Of(PixelDescription.Of(header), layout, AreSwappedWords(header)) };

    /// <summary>A compact form for the index database (a native multi-frame costs a few bytes).</summary>
    public byte[] ToBytes() => FrameIndexCoding.ToBytes(this);

    /// <exception cref="InvalidDataException">The bytes are no frame index.</exception>
    public static FrameIndex FromBytes(ReadOnlySpan<byte> bytes) => FrameIndexCoding.FromBytes(bytes);

    private static bool AreSwappedWords(DataSet header) =>
        header[Tags.PixelData] is { Bulk.IsBigEndian: true } element && element.VR != VR.OB;
}

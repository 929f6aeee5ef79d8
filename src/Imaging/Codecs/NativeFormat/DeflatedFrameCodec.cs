using System.IO.Compression;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.NativeFormat;

/// <summary>Deflated Image Frame Compression: each frame a raw deflate stream of native samples (PS3.5 A.4.13), used for segmentations.</summary>
internal sealed class DeflatedFrameCodec : IFrameCodec
{
    public NativeLibraryFile? Library => null;

    public bool IsNative(ReadOnlySpan<byte> frame) => false;

    public DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, FrameSource source)
    {
        var native = new byte[description.FrameLength];
        try
        {
            // The output buffer bounds what a hostile stream can inflate to.
            using var inflater = new DeflateStream(new ReadOnlyMemoryStream(frame), CompressionMode.Decompress);
            inflater.ReadExactly(native);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw FrameLimits.Broken($"the deflated frame is damaged", e);
        }

        // Every frame starts a new stream, so no bits of the frame before precede it.
        return CodecTable.Native.Decode(description, native, source with { FrameNumber = 1 });
    }
}

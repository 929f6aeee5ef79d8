using System.Buffers.Binary;
using ImagingGateway.Imaging.Codecs.Jpeg;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>What a codestream itself says about loss; transfer syntaxes only permit it, and headers forget it.</summary>
public static class LossyCoding
{
    private const uint StartOfJpeg2000 = 0xFF4FFF51;
    private const byte StartOfJpegLsFrame = 0xF7, CodingStyle = 0x52, StartOfTilePart = 0x90;

    /// <summary>
    /// The Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1) of a frame that was coded with loss: JPEG by cosine transform, JPEG-LS with a
    /// tolerance, JPEG 2000 and HTJ2K with the irreversible wavelet. Null for any other, also for a reversible one from which something was cut: that does not show.
    /// </summary>
    /// <param name="frame">The codestream.</param>
    /// <exception cref="UndecodableFrameException">It is damaged.</exception>
    public static string? MethodOf(ReadOnlySpan<byte> frame)
    {
        if (frame.StartsWith((ReadOnlySpan<byte>)[0xFF, JpegMarker.Soi]))
            return MethodOfJpeg(frame);
        var codestream = Jpeg2000.CodestreamSize.FindCodestream(frame);
        return codestream.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(codestream) == StartOfJpeg2000 ? MethodOfJpeg2000(codestream) : null;
    }

    private static string? MethodOfJpeg(ReadOnlySpan<byte> jpeg)
    {
        var reader = new JpegSegmentReader(jpeg);
        for (var isJpegLs = false; reader.Next();)
        {
            isJpegLs |= reader.Marker == StartOfJpegLsFrame;
            if (JpegMarker.IsStartOfFrame(reader.Marker))
                return (reader.Marker & 3) == 3 ? null : "ISO_10918_1"; // SOF3, 7, 11 and 15 are lossless (T.81 table B.1)
            if (reader.Marker != JpegMarker.Sos)
                continue;
            var tolerance = reader.Segment.IsEmpty ? 0 : 1 + (2 * reader.Segment[0]); // NEAR, after the components (ISO/IEC 14495-1 C.2.3)
            return isJpegLs && tolerance < reader.Segment.Length && reader.Segment[tolerance] > 0 ? "ISO_14495_1" : null;
        }

        return null;
    }

    // ISO/IEC 15444-1 A.6.1: style of the code blocks (bit 6 in HTJ2K, 15444-15), then the transform, 0 for the irreversible one
    private static string? MethodOfJpeg2000(ReadOnlySpan<byte> codestream)
    {
        for (var at = 2; at + 14 <= codestream.Length && codestream[at] == 0xFF && codestream[at + 1] != StartOfTilePart;)
        {
            if (codestream[at + 1] == CodingStyle)
                return codestream[at + 13] != 0 ? null : (codestream[at + 12] & 0x40) != 0 ? "ISO_15444_15" : "ISO_15444_1";
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(codestream[(at + 2)..]);
        }

        return null;
    }
}

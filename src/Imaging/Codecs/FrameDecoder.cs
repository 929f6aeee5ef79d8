using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.Isolation;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>
/// Turns the stored bytes of one frame into native samples, choosing the codec by transfer syntax. What only a native library decodes is
/// decoded in a process of its own, which this assembly is the program of: a fault there is a refusal of the frame here.
/// </summary>
public static class FrameDecoder
{
    /// <summary>True when a codec for the syntax is present on this machine.</summary>
    public static bool CanDecode(TransferSyntax syntax) =>
        CodecTable.Codecs.TryGetValue(syntax.Uid.Value, out var codec) && codec.Library is not { IsPresent: false };

    /// <summary>Decodes one frame.</summary>
    /// <exception cref="UndecodableFrameException">The syntax is unknown here, the codec's library is missing, or the bytes are broken.</exception>
    public static DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, TransferSyntax syntax) =>
        Decode(description, frame, syntax, new FrameSource());

    /// <summary>Decodes one frame, told where it comes from (needed for 1-bit frames and for big endian 8-bit samples).</summary>
    /// <exception cref="UndecodableFrameException">The syntax is unknown here, the codec's library is missing, or the bytes are broken.</exception>
    public static DecodedFrame Decode(PixelDescription description, ReadOnlyMemory<byte> frame, TransferSyntax syntax, FrameSource source)
    {
        if (!CodecTable.Codecs.TryGetValue(syntax.Uid.Value, out var codec))
            throw new UndecodableFrameException(CodecTable.Refusal(syntax.Uid.Value));
        FrameLimits.Check(description);
        if (frame.IsEmpty)
            throw FrameLimits.Broken($"the frame has no data");
        if (syntax.IsEncapsulated && IsNativeByMistake(description, frame.Span))
            codec = CodecTable.Native;
        if (codec != CodecTable.Native)
            FrameLimits.CheckExpansion(description, frame.Length);
        codec.Library?.Demand();
        var decoded = codec.IsNative(frame.Span) && !source.IsOwnEncoding
            ? DecoderProcesses.Decode(new DecoderMessages.Request(syntax.Uid.Value, description, source, frame))
            : codec.Decode(description, frame, source);

        // PS3.3 C.7.6.3.1.2: every pixel now has chrominance of its own, which YBR_FULL_422 would deny
        return decoded.Description.PhotometricInterpretation == "YBR_FULL_422"
            ? decoded with { Description = decoded.Description with { PhotometricInterpretation = "YBR_FULL" } }
            : decoded;
    }

    /// <summary>
    /// Native samples under a compressed syntax: exactly the native length, and no start of any codestream
    /// (FF4F, FFD8, an RLE header, a JP2 box). Seen from archives that decompress without touching the meta header.
    /// </summary>
    private static bool IsNativeByMistake(PixelDescription description, ReadOnlySpan<byte> frame)
    {
        var native = description.FrameLength;
        return (frame.Length == native || frame.Length == native + (native & 1)) && frame.Length >= 16
            && frame[0] != 0xFF && !frame.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12]) && !IsRleHeader(frame);
    }

    private static bool IsRleHeader(ReadOnlySpan<byte> frame) =>
        frame.Length > 64 && frame[0] is > 0 and <= 15 && frame[1] == 0 && frame[2] == 0 && frame[3] == 0 && frame[4] == 64 && frame[5] == 0;
}

using System.Collections.Frozen;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Codecs.Jpeg;
using ImagingGateway.Imaging.Codecs.Jpeg2000;
using ImagingGateway.Imaging.Codecs.JpegLs;
using ImagingGateway.Imaging.Codecs.Rle;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Turns native samples into the bytes of one frame in a compressed transfer syntax.</summary>
public static class FrameEncoder
{
    private static readonly FrozenDictionary<string, IFrameEncoder> Encoders = new Dictionary<string, IFrameEncoder>(StringComparer.Ordinal)
    {
        ["1.2.840.10008.1.2.4.50"] = new JpegBaselineEncoder(),
        ["1.2.840.10008.1.2.4.80"] = new JpegLsEncoder(),
        ["1.2.840.10008.1.2.4.90"] = new Jpeg2000Encoder(),
        ["1.2.840.10008.1.2.4.201"] = new HtJ2kEncoder(),
        ["1.2.840.10008.1.2.4.202"] = new HtJ2kEncoder(),
        ["1.2.840.10008.1.2.5"] = new RleEncoder(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True when frames can be written in the syntax on this machine.</summary>
    public static bool CanEncode(TransferSyntax syntax) =>
        Encoders.TryGetValue(syntax.Uid.Value, out var encoder) && encoder.Library is not { IsPresent: false };

    /// <summary>False for a syntax whose encoder changes pixels.</summary>
    public static bool IsLossless(TransferSyntax syntax) => Encoders.GetValueOrDefault(syntax.Uid.Value) is not JpegBaselineEncoder;

    /// <summary>Encodes one frame of native samples (little endian, interleaved).</summary>
    /// <param name="frame">The samples and their layout.</param>
    /// <param name="syntax">JPEG baseline (8 bit, lossy), JPEG-LS, JPEG 2000 and HTJ2K lossless, or RLE.</param>
    /// <param name="quality">1 to 100, for lossy syntaxes.</param>
    /// <param name="isAhead">Nobody waits for it yet: where the codec can, the processors do it while they have nothing else to do.</param>
    /// <returns>The codestream, of even length, and the description that the data set must then carry.</returns>
    /// <exception cref="NotSupportedException">The syntax cannot be written, or not for samples like these.</exception>
    /// <exception cref="UndecodableFrameException">The codec's library is missing, or the samples do not fill the frame.</exception>
    public static EncodedFrame Encode(DecodedFrame frame, TransferSyntax syntax, int quality = 90, bool isAhead = false)
    {
        if (!Encoders.TryGetValue(syntax.Uid.Value, out var encoder))
            throw new NotSupportedException($"Frames are not written in the transfer syntax {syntax.Uid}.");
        FrameLimits.Check(frame.Description);
        if (frame.Description.PlanarConfiguration != 0 || frame.Samples.Length < frame.Description.FrameLength)
            throw FrameLimits.Broken($"{frame.Samples.Length} bytes of samples do not fill the frame");
        encoder.Library?.Demand();
        return (isAhead ? encoder.Ahead : encoder).Encode(frame, quality);
    }
}

/// <summary>A frame in a compressed syntax.</summary>
/// <param name="Description">The image pixel module after encoding: colour may have become YBR_FULL_422 or YBR_RCT.</param>
/// <param name="Bytes">The codestream, padded to even length (PS3.5 A.4).</param>
public sealed record EncodedFrame(PixelDescription Description, byte[] Bytes)
{
    /// <summary>For HTJ2K: which beginnings of the codestream are the image in smaller sizes.</summary>
    public PrefixLengths? Prefixes { get; init; }
}

/// <summary>One way of writing frames. Stateless and safe for concurrent use.</summary>
internal interface IFrameEncoder
{
    /// <summary>The library without which nothing is encoded; null for managed code.</summary>
    NativeLibraryFile? Library { get; }

    /// <summary>The same for frames nobody waits for.</summary>
    IFrameEncoder Ahead => this;

    EncodedFrame Encode(DecodedFrame frame, int quality);
}

using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>Decodes stored frames to little endian samples as the instance's metadata describes them, and codes them anew.</summary>
public sealed class FrameSamples(IInstanceRetrieve retrieve, InstanceLookup lookup, PixelWork work)
{
    /// <summary>Samples of a frame (from 1) laid out as the instance's metadata says.</summary>
    /// <exception cref="UndecodableFrameException">No samples can be had.</exception>
    public async Task<ReadOnlyMemory<byte>> DecodeAsync(FoundInstance found, int number, CancellationToken cancellationToken)
    {
        var decoded = await DecodeInterleavedAsync(found, number, cancellationToken);

        // metadata of an instance stored colour by plane, or as bits, still says so, and a viewer reads by it
        var header = await lookup.HeaderAsync(found, cancellationToken);
        return header.Pixels switch
        {
            { PlanarConfiguration: 1, SamplesPerPixel: > 1 } => SamplePlanes.Separate(decoded),
            { BitsAllocated: 1, SamplesPerPixel: 1 } when decoded.Description.BitsAllocated == 8 => SingleBits.Pack(decoded),
            { BitsAllocated: var bits } when PackedSamples.Are(bits) && decoded.Description.BitsAllocated > bits => PackedSamples.Pack(decoded, bits),
            _ => decoded.Samples,
        };
    }

    /// <summary>Samples of a frame (from 1) interleaved.</summary>
    /// <param name="preferRgb">YCbCr becomes RGB where the codec does so cheaply.</param>
    /// <exception cref="UndecodableFrameException">No samples can be had.</exception>
    public async Task<DecodedFrame> DecodeInterleavedAsync(FoundInstance found, int number, CancellationToken cancellationToken, bool preferRgb = false) =>
        (await ReadAsync(found, number, preferRgb, cancellationToken)).Decoded;

    /// <summary>A frame (from 1) as it is stored, and decoded.</summary>
    /// <exception cref="UndecodableFrameException">No samples can be had.</exception>
    internal async Task<(ReadOnlyMemory<byte> Stored, DecodedFrame Decoded)> ReadAsync(FoundInstance found, int number, bool preferRgb, CancellationToken cancellationToken)
    {
        var header = await lookup.HeaderAsync(found, cancellationToken);
        if (header.Pixels is not { } pixels)
            throw new UndecodableFrameException("the instance does not describe its pixels.");
        using var turn = await work.EnterAsync(cancellationToken);
        var stored = await retrieve.ReadFrameAsync(found.Stored, found.Frames!, number, cancellationToken);
        var source = new FrameSource(number, header.Header[Tags.PixelData]?.VR ?? default, preferRgb);
        return (stored, FrameDecoder.Decode(pixels, stored, found.Syntax, source));
    }

    /// <summary>How the instance's pixels are laid out; null when it is no image.</summary>
    internal async Task<PixelDescription?> DescribeAsync(FoundInstance found, CancellationToken cancellationToken) =>
        (await lookup.HeaderAsync(found, cancellationToken)).Pixels;

    /// <summary>The codestream of a frame (from 1) in a compressed transfer syntax.</summary>
    /// <exception cref="UndecodableFrameException">No samples can be had, or the syntax does not hold samples like these.</exception>
    public async Task<ReadOnlyMemory<byte>> EncodeAsync(FoundInstance found, int number, TransferSyntax target, CancellationToken cancellationToken)
    {
        var frame = await DecodeInterleavedAsync(found, number, cancellationToken, preferRgb: !FrameEncoder.IsLossless(target));
        return (await EncodeAsync(found, frame, target, cancellationToken)).Bytes;
    }

    /// <summary>A frame's samples in another transfer syntax, while the processors have nothing else to do.</summary>
    /// <exception cref="UndecodableFrameException">The syntax does not hold samples like these.</exception>
    internal static EncodedFrame EncodeAhead(FoundInstance found, DecodedFrame frame, TransferSyntax target) => Encode(found, frame, target, isAhead: true);

    /// <summary>A frame's samples in another transfer syntax.</summary>
    /// <exception cref="UndecodableFrameException">The syntax does not hold samples like these.</exception>
    internal async Task<EncodedFrame> EncodeAsync(FoundInstance found, DecodedFrame frame, TransferSyntax target, CancellationToken cancellationToken)
    {
        using var turn = await work.EnterAsync(cancellationToken);
        return Encode(found, frame, target, isAhead: false);
    }

    private static EncodedFrame Encode(FoundInstance found, DecodedFrame frame, TransferSyntax target, bool isAhead)
    {
        try
        {
            return FrameEncoder.Encode(frame, target, isAhead: isAhead);
        }
        catch (NotSupportedException unfit)
        {
            throw new UndecodableFrameException($"Instance {found.Stored.SopInstanceUid}: {unfit.Message}", unfit);
        }
    }
}

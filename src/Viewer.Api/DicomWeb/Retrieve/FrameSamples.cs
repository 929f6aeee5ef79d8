using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>Decodes stored frames to little endian samples as the instance's metadata describes them.</summary>
internal sealed class FrameSamples(IInstanceRetrieve retrieve, InstanceLookup lookup, PixelWork work)
{
    /// <summary>Samples of a frame (from 1) laid out as the instance's metadata says.</summary>
    /// <exception cref="UndecodableFrameException">No samples can be had.</exception>
    public async Task<ReadOnlyMemory<byte>> DecodeAsync(FoundInstance found, int number, CancellationToken cancellationToken)
    {
        var decoded = await DecodeInterleavedAsync(found, number, cancellationToken);

        // metadata of an instance stored colour by plane still says so, and a viewer reads by it
        var header = await lookup.HeaderAsync(found, cancellationToken);
        return header.Pixels is { PlanarConfiguration: 1, SamplesPerPixel: > 1 } ? SamplePlanes.Separate(decoded) : decoded.Samples;
    }

    /// <summary>Samples of a frame (from 1) interleaved.</summary>
    /// <exception cref="UndecodableFrameException">No samples can be had.</exception>
    public async Task<DecodedFrame> DecodeInterleavedAsync(FoundInstance found, int number, CancellationToken cancellationToken)
    {
        var header = await lookup.HeaderAsync(found, cancellationToken);
        if (header.Pixels is not { } pixels)
            throw new UndecodableFrameException("the instance does not describe its pixels.");
        using var turn = await work.EnterAsync(cancellationToken);
        var stored = await retrieve.ReadFrameAsync(found.Stored, found.Frames!, number, cancellationToken);
        var source = new FrameSource(number, header.Header[Tags.PixelData]?.VR ?? default);
        return FrameDecoder.Decode(pixels, stored, found.Syntax, source);
    }
}

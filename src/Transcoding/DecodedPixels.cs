using System.IO.Pipelines;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>Compressed pixel data, decoded frame by frame; the first is decoded already.</summary>
internal sealed class DecodedPixels(
    int frameCount, DecodedFrame first, Func<int, CancellationToken, Task<DecodedFrame>> decode, bool isByPlane, int swapUnit) : PixelStream
{
    public override long? Length => (long)first.Samples.Length * frameCount;

    public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= frameCount; number++)
        {
            var frame = number == 1 ? first : await decode(number, cancellationToken);
            if (frame.Samples.Length != first.Samples.Length)
                throw new UndecodableFrameException($"frame {number} is of another size than the first.");
            var samples = isByPlane ? SamplePlanes.Separate(frame) : frame.Samples;
            if (swapUnit > 1)
            {
                var swapped = samples.ToArray();
                ByteOrder.Reverse(swapped, swapUnit);
                await output.WriteToClientAsync(swapped, cancellationToken);
            }
            else
            {
                await output.WriteToClientAsync(samples, cancellationToken);
            }
        }
    }
}

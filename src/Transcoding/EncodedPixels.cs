using System.Buffers.Binary;
using System.IO.Pipelines;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Frames as fragments, one each, coded while they are sent; the basic offset table is empty, since it would have to stand before
/// lengths that are not known yet (PS3.5 A.4).
/// </summary>
internal sealed class EncodedPixels(int frameCount, EncodedFrame first, Func<int, CancellationToken, Task<EncodedFrame>> encode) : PixelStream
{
    private static readonly byte[] EmptyTable = [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0], Delimiter = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];

    public override long? Length => null;

    public override async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteToClientAsync(EmptyTable, cancellationToken);
        for (var number = 1; number <= frameCount; number++)
        {
            var frame = number == 1 ? first : await encode(number, cancellationToken);
            if (frame.Description != first.Description)
                throw new UndecodableFrameException($"frame {number} is coded in another way than the first.");
            var header = EmptyTable.ToArray();
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), frame.Bytes.Length);
            await output.WriteToClientAsync(header, cancellationToken);
            await output.WriteToClientAsync(frame.Bytes, cancellationToken);
        }

        await output.WriteToClientAsync(Delimiter, cancellationToken);
    }
}

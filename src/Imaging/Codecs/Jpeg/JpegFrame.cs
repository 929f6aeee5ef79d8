using System.Buffers.Binary;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>The frame header (ITU-T T.81 B.2.2).</summary>
/// <param name="Process">The SOF marker's second byte: baseline, extended, progressive, lossless.</param>
internal sealed record JpegFrame(byte Process, int Precision, int Rows, int Columns, JpegComponent[] Components)
{
    public int MaxHorizontal { get; } = Components.Max(component => component.Horizontal);

    public int MaxVertical { get; } = Components.Max(component => component.Vertical);

    /// <summary>Some component has fewer samples than the image has pixels.</summary>
    public bool IsSubsampled => Array.Exists(Components, c => c.Horizontal != MaxHorizontal || c.Vertical != MaxVertical);

    /// <summary>Reads the segment's content.</summary>
    /// <exception cref="UndecodableFrameException">It is no frame header.</exception>
    public static JpegFrame Read(byte process, ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[5] is 0 or > 4 || segment.Length < 6 + (3 * segment[5]))
            throw FrameLimits.Broken($"the JPEG frame header is damaged");
        var components = new JpegComponent[segment[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var bytes = segment.Slice(6 + (3 * i), 3);
            components[i] = new JpegComponent(bytes[0], bytes[1] >> 4, bytes[1] & 15, bytes[2]);
            if (components[i] is not { Horizontal: >= 1 and <= 4, Vertical: >= 1 and <= 4, QuantizationTable: <= 3 })
                throw FrameLimits.Broken($"the JPEG frame header is damaged");
        }

        return new JpegFrame(
            process, segment[0], BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), components);
    }
}

/// <summary>One component of the frame: its identifier, sampling factors and quantization table.</summary>
internal readonly record struct JpegComponent(byte Id, int Horizontal, int Vertical, int QuantizationTable);

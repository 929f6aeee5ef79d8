using System.Buffers;
using System.Buffers.Binary;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The six bytes before every fragment inside a P-DATA-TF PDU: item length, presentation context, message control header (PS3.8 9.3.5.1, annex E.2).</summary>
/// <param name="FragmentLength">Bytes of the fragment alone (the item length minus the two bytes after it).</param>
/// <param name="ContextId">Odd number of the presentation context.</param>
/// <param name="IsCommand">The fragment belongs to the command set, not to the data set.</param>
/// <param name="IsLast">The command set or data set ends with this fragment.</param>
public readonly record struct PdvHeader(uint FragmentLength, byte ContextId, bool IsCommand, bool IsLast)
{
    /// <summary>Bytes of the header itself.</summary>
    public const int Size = 6;

    /// <summary>Reads a header; false when fewer than six bytes are there.</summary>
    /// <exception cref="MalformedPduException">The item is too short to hold its own context and control bytes.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> bytes, out PdvHeader header)
    {
        header = default;
        if (bytes.Length < Size)
            return false;
        if (bytes.FirstSpan is { Length: >= Size } first)
        {
            header = Parse(first);
            return true;
        }

        Span<byte> copy = stackalloc byte[Size];
        bytes.Slice(0, Size).CopyTo(copy);
        header = Parse(copy);
        return true;
    }

    /// <summary>Writes the six bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, FragmentLength + 2);
        destination[4] = ContextId;
        destination[5] = (byte)((IsCommand ? 1 : 0) | (IsLast ? 2 : 0));
    }

    private static PdvHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var itemLength = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (itemLength < 2)
            throw new MalformedPduException($"A presentation data value of {itemLength} bytes has no room for its own header (PS3.8 9.3.5.1).", 0);
        return new PdvHeader(itemLength - 2, bytes[4], (bytes[5] & 1) != 0, (bytes[5] & 2) != 0);
    }
}

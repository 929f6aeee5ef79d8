using System.Buffers;
using System.Buffers.Binary;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The six bytes before every PDU's body: type, reserved, length of what follows (PS3.8 9.3.1).</summary>
/// <param name="Type">Any byte; <see cref="IsKnown"/> tells whether it is one of the seven.</param>
/// <param name="BodyLength">Bytes after the header.</param>
public readonly record struct PduHeader(PduType Type, uint BodyLength)
{
    /// <summary>Bytes of the header itself.</summary>
    public const int Size = 6;

    /// <summary>One of the seven types of PS3.8 9.3.1.</summary>
    public bool IsKnown => Type is >= PduType.AssociateRequest and <= PduType.Abort;

    /// <summary>Reads a header; false when fewer than six bytes are there.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> bytes, out PduHeader header)
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
        destination[0] = (byte)Type;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], BodyLength);
    }

    private static PduHeader Parse(ReadOnlySpan<byte> bytes) => new((PduType)bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));
}

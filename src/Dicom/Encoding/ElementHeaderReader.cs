using System.Buffers.Binary;
using System.Numerics;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>The only place where an element header is decoded (PS3.5 7.1.2, 7.1.3, 7.5).</summary>
internal static class ElementHeaderReader
{
    /// <summary>Reads a header from the beginning of the bytes. False when more bytes are needed; twelve always suffice.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ElementCoding coding, out ElementHeader header)
    {
        header = default;
        if (bytes.Length < 8)
            return false;
        return coding.IsBigEndian ? TryReadBigEndian(bytes, coding.IsExplicitVR, out header) : TryReadLittleEndian(bytes, coding.IsExplicitVR, out header);
    }

    /// <summary>The tag at the beginning of at least four bytes.</summary>
    public static Tag ReadTag(ReadOnlySpan<byte> bytes, bool bigEndian) => bigEndian
        ? new Tag(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new Tag(BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));

    private static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes, bool isExplicit, out ElementHeader header)
    {
        var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var tag = new Tag(BitOperations.RotateLeft((uint)word, 16));
        var length = (uint)(word >> 32);
        if (!isExplicit || tag.Group == 0xFFFE) // Items carry no VR in any coding (PS3.5 7.5)
        {
            header = new ElementHeader(tag, tag.Group == 0xFFFE ? default : DicomDictionary.ImplicitVR(tag), length, 8, HeaderFlaw.None);
            return true;
        }

        var vr = new VR(BinaryPrimitives.ReverseEndianness((ushort)length));
        if (vr.IsKnown && !vr.HasLongHeader)
        {
            header = new ElementHeader(tag, vr, length >> 16, 8, HeaderFlaw.None);
            return true;
        }

        var length32 = bytes.Length >= 12 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : (uint?)null;
        return TryReadLongForm(tag, vr, (ushort)(length >> 16), length, length32, out header);
    }

    private static bool TryReadBigEndian(ReadOnlySpan<byte> bytes, bool isExplicit, out ElementHeader header)
    {
        var word = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var tag = new Tag((uint)(word >> 32));
        var length = (uint)word;
        if (!isExplicit || tag.Group == 0xFFFE)
        {
            header = new ElementHeader(tag, tag.Group == 0xFFFE ? default : DicomDictionary.ImplicitVR(tag), length, 8, HeaderFlaw.None);
            return true;
        }

        var vr = new VR((ushort)(length >> 16));
        if (vr.IsKnown && !vr.HasLongHeader)
        {
            header = new ElementHeader(tag, vr, length & 0xFFFF, 8, HeaderFlaw.None);
            return true;
        }

        var length32 = bytes.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) : (uint?)null;
        return TryReadLongForm(tag, vr, (ushort)length, length, length32, out header);
    }

    private static bool TryReadLongForm(Tag tag, VR vr, ushort reserved, uint implicitLength, uint? length, out ElementHeader header)
    {
        header = default;
        if (vr.IsKnown)
        {
            // The reserved bytes are zero; writers that did not know the VR put a 16-bit length there.
            if (reserved != 0)
            {
                header = new ElementHeader(tag, vr, reserved, 8, HeaderFlaw.ShortLength);
                return true;
            }

            if (length is not { } known)
                return false;
            header = new ElementHeader(tag, vr, known, 12, HeaderFlaw.None);
            return true;
        }

        if (!IsPrintable(vr.Code))
        {
            // Implicit VR headers inside explicit data sets: seen in private sequences of several vendors.
            header = new ElementHeader(tag, DicomDictionary.ImplicitVR(tag), implicitLength, 8, HeaderFlaw.MissingVR);
            return true;
        }

        // "??", lower case, or a VR of the future (PS3.5 6.2.2): what the dictionary says, else 32 bits of length when the reserved bytes are zero.
        var upper = new VR((ushort)(vr.Code & 0xDFDF));
        var expected = upper.IsKnown ? upper : DicomDictionary.ImplicitVR(tag);
        var isShort = reserved != 0 || (upper.IsKnown && !upper.HasLongHeader);
        if (isShort)
        {
            header = new ElementHeader(tag, expected, reserved, 8, HeaderFlaw.UnknownVR);
            return true;
        }

        if (length is not { } future)
            return false;
        header = new ElementHeader(tag, expected, future, 12, HeaderFlaw.UnknownVR);
        return true;
    }

    private static bool IsPrintable(ushort code) => (code >> 8) is >= 0x20 and <= 0x7E && (code & 0xFF) is >= 0x20 and <= 0x7E;
}

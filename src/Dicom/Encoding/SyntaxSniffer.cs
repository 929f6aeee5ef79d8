using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Tells from its first bytes how a data set is coded, for files whose meta information lies or is missing.</summary>
internal static class SyntaxSniffer
{
    public const int BytesNeeded = 8;

    private const int LargestFirstGroup = 0x0020;

    /// <summary>
    /// The coding the first element shows; the declared one when in doubt. A data set begins with a low group number
    /// (0000 to 0010 in practice), and explicit coding has two letters behind the tag.
    /// </summary>
    public static ElementCoding Coding(ReadOnlySpan<byte> start, ElementCoding declared)
    {
        var hasVR = VR.TryParse(start[4..6], out var vr) && vr.IsKnown;
        var looksLittle = start[1] == 0 && start[0] != 0;
        var looksBig = start[0] == 0 && start[1] != 0;
        var isBigEndian = declared.IsBigEndian ? !looksLittle : looksBig;
        if (hasVR)
            return new ElementCoding(true, isBigEndian);
        if (!declared.IsExplicitVR)
            return declared;
        // Declared explicit but there is no VR: implicit when the 32 bits are a plausible length of a first element.
        var length = isBigEndian
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(start[4..])
            : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        return new ElementCoding(length > 0xFFFF, isBigEndian);
    }

    /// <summary>The bytes are a plain data set although they are declared deflated.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> start) =>
        start[1] == 0 && start[0] <= 0x10 && VR.TryParse(start[4..6], out var vr) && vr.IsKnown;

    /// <summary>What a data set without meta information is coded in: explicit little or big endian, else implicit.</summary>
    public static TransferSyntax Guess(ReadOnlySpan<byte> start)
    {
        var coding = Coding(start, new ElementCoding(false, false));
        return !coding.IsExplicitVR ? TransferSyntax.ImplicitVRLittleEndian
            : coding.IsBigEndian ? TransferSyntax.ExplicitVRBigEndian
            : TransferSyntax.ExplicitVRLittleEndian;
    }

    /// <summary>The bytes could be the beginning of a data set: a low group, and either a VR or a known element of sensible length.</summary>
    public static bool LooksLikeDataSet(ReadOnlySpan<byte> start)
    {
        var coding = Coding(start, new ElementCoding(false, false));
        var tag = ElementHeaderReader.ReadTag(start, coding.IsBigEndian);
        if (tag.Group > LargestFirstGroup)
            return false;
        if (coding.IsExplicitVR)
            return true;
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        return length <= 0xFFFF && (tag.IsGroupLength ? length == 4 : Dictionary.DicomDictionary.Contains(tag));
    }
}

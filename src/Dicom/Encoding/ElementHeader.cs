using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>A decoded element header.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="VR">As written, or as the dictionary says for implicit coding; no VR for item tags.</param>
/// <param name="Length">Value length in bytes, or <see cref="UndefinedLength"/>.</param>
/// <param name="Size">Bytes of the header itself: 8 or 12.</param>
/// <param name="Flaw">What was wrong with it and put right.</param>
internal readonly record struct ElementHeader(Tag Tag, VR VR, uint Length, int Size, HeaderFlaw Flaw)
{
    public const uint UndefinedLength = 0xFFFFFFFF;

    public const int MaxSize = 12;

    public bool IsUndefinedLength => Length == UndefinedLength;
}

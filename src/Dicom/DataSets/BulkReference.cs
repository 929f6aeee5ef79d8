namespace ImagingGateway.Dicom.DataSets;

/// <summary>A value that was not read into memory: where its bytes lie.</summary>
/// <param name="Offset">First byte of the value field, counted from the first byte of the data set (after inflating, for the deflated syntax).</param>
/// <param name="Length">Bytes of the value field; for an encapsulated value, from the first item header up to but without the sequence delimiter.</param>
/// <param name="IsEncapsulated">The value is a sequence of fragments (PS3.5 A.4).</param>
/// <param name="IsBigEndian">The bytes are as in the file, big endian.</param>
public sealed record BulkReference(long Offset, long Length, bool IsEncapsulated, bool IsBigEndian)
{
    /// <summary>The BulkDataURI when the reference was read from JSON, which tells neither place nor length; else null.</summary>
    public string? Uri { get; init; }
}

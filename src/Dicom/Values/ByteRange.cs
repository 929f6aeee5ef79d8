namespace ImagingGateway.Dicom.Values;

/// <summary>A run of bytes: where it starts and how long it is.</summary>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>First byte after the run.</summary>
    public long End => Offset + Length;
}

using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>The bytes cannot be read as a data set, with the place where reading stopped.</summary>
public sealed class MalformedDataSetException(string message, long position, Tag? tag = null) : Exception(message)
{
    /// <summary>Byte offset from the start of what was read.</summary>
    public long Position { get; } = position;

    /// <summary>The element being read, when one was known.</summary>
    public Tag? Tag { get; } = tag;
}

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// Reads text of a source that is known to send an undeclared code page (CP1258, TCVN3, VNI): asked, in lenient reading, for text that
/// holds bytes above 7F, is no UTF-8, and has no character set or that of ISO_IR 100 declared.
/// </summary>
public abstract class TextFallback
{
    /// <summary>The text; null when these bytes are not of that code page.</summary>
    public abstract string? Decode(ReadOnlySpan<byte> bytes);
}

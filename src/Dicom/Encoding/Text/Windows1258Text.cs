using System.Text;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>Windows-1258, Vietnamese with the tones as characters of their own: put together (NFC), as everything else here writes them.</summary>
internal sealed class Windows1258Text : TextFallback
{
    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> bytes)
    {
        var text = CodePages.Get(1258).GetString(bytes);
        // The framework reads bytes that the code page has not as control characters.
        return text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') >= 0 ? null : text.Normalize(NormalizationForm.FormC);
    }
}

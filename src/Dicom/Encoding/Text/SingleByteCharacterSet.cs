using System.Text;
using Utf8Check = System.Text.Unicode.Utf8;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>One of the ISO 8859 family without code extensions.</summary>
/// <param name="codePage">The framework's code page. Lenient reading takes Latin-1 as Windows-1252, which has the same letters and the
/// punctuation that Windows programs put where Latin-1 has control characters.</param>
/// <param name="isLatin1">ISO_IR 100, the set most often declared for text that is something else.</param>
internal sealed class SingleByteCharacterSet(int codePage, bool isLatin1) : CharacterSet
{
    private readonly System.Text.Encoding _coding = CodePages.Get(codePage);

    public override bool KeepsAscii => true;

    public override string Decode(ReadOnlySpan<byte> bytes, TextReading reading, TextFallback? fallback)
    {
        if (isLatin1 && reading == TextReading.Lenient && !Ascii.IsValid(bytes))
        {
            if (Utf8Check.IsValid(bytes))
                return System.Text.Encoding.UTF8.GetString(bytes);
            if (fallback?.Decode(bytes) is { } text)
                return text;
            return CodePages.Get(1252).GetString(bytes);
        }

        return _coding.GetString(bytes);
    }

    public override byte[] Encode(string text) => _coding.GetBytes(text);
}

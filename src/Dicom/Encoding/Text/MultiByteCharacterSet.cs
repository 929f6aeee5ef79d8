namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>GB18030 and GBK: the second byte of a character may be a backslash, caret or equals sign.</summary>
internal sealed class MultiByteCharacterSet(int codePage) : CharacterSet
{
    private readonly System.Text.Encoding _coding = CodePages.Get(codePage);

    public override bool KeepsAscii => false;

    public override string Decode(ReadOnlySpan<byte> bytes, TextReading reading, TextFallback? fallback) => _coding.GetString(bytes);

    public override byte[] Encode(string text) => _coding.GetBytes(text);
}

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>ISO_IR 13: JIS X 0201, half-width katakana. Many writers put Shift_JIS there, of which it is the single-byte part.</summary>
internal sealed class KatakanaCharacterSet : CharacterSet
{
    private static readonly System.Text.Encoding ShiftJis = CodePages.Get(932);

    public override bool KeepsAscii => false;

    // PS3.5 6.1.2.5: 5C and 7E stand for yen and overline, yet 5C stays the delimiter; both are left as ASCII has them.
    public override string Decode(ReadOnlySpan<byte> bytes, TextReading reading, TextFallback? fallback) => ShiftJis.GetString(bytes);

    public override byte[] Encode(string text) => ShiftJis.GetBytes(text);
}

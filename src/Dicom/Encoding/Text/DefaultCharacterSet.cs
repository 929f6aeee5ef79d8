using System.Text;
using Utf8Check = System.Text.Unicode.Utf8;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>ISO-IR 6, declared or not; bytes above 7F are not allowed, and sent by many.</summary>
internal sealed class DefaultCharacterSet(bool isDeclared) : CharacterSet
{
    /// <summary>No (or no known) character set is named: text that is set must then be ASCII.</summary>
    public static readonly DefaultCharacterSet Undeclared = new(false);

    public bool IsDeclared => isDeclared;

    public override bool KeepsAscii => true;

    public override string Decode(ReadOnlySpan<byte> bytes, TextReading reading, TextFallback? fallback)
    {
        if (Ascii.IsValid(bytes))
            return System.Text.Encoding.ASCII.GetString(bytes);
        if (reading == TextReading.Strict)
            return CodePages.Get(20127).GetString(bytes);
        return Utf8Check.IsValid(bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : fallback?.Decode(bytes) ?? CodePages.Get(1252).GetString(bytes);
    }

    public override byte[] Encode(string text) => CodePages.Get(20127).GetBytes(text);
}

using System.Text;
using Utf8Check = System.Text.Unicode.Utf8;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>ISO_IR 192.</summary>
internal sealed class Utf8CharacterSet : CharacterSet
{
    private static readonly UTF8Encoding Coding = new(false);

    public override bool KeepsAscii => true;

    public override string Decode(ReadOnlySpan<byte> bytes, TextReading reading, TextFallback? fallback)
    {
        // Latin-1 under ISO_IR 192 is not valid; a value cut inside its last character is still UTF-8.
        if (reading == TextReading.Lenient && !Utf8Check.IsValid(bytes) && !Utf8Check.IsValid(WithoutCutCharacter(bytes)))
            return fallback?.Decode(bytes) ?? CodePages.Get(1252).GetString(bytes);
        return Coding.GetString(bytes);
    }

    public override byte[] Encode(string text) => Coding.GetBytes(text);

    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd(" \0"u8);
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead >= 0xC2)
                return (lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2) > back ? bytes[..^back] : bytes;
            if (lead < 0x80)
                return bytes;
        }

        return bytes;
    }
}

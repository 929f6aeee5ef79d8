using System.Text;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Text values of one element: cutting at backslashes, decoding, and the blanks that are not significant (PS3.5 6.2, 6.4).</summary>
internal static class TextValue
{
    /// <summary>All values; empty when there is no value. A value between two backslashes may be empty.</summary>
    public static string[] Decode(ReadOnlySpan<byte> bytes, VR vr, CharacterSet set, TextReading reading = TextReading.Lenient)
    {
        bytes = bytes.TrimEnd((byte)0);
        if (bytes.IsEmpty)
            return [];
        var text = !vr.UsesCharacterSet || IsPlain(bytes) ? System.Text.Encoding.Latin1.GetString(bytes) : set.Decode(bytes, reading);
        if (!vr.IsMultiValuedText || !text.Contains('\\', StringComparison.Ordinal))
            return Trim(text, vr) is { Length: > 0 } value ? [value] : [];
        var values = text.Split('\\');
        for (var i = 0; i < values.Length; i++)
            values[i] = Trim(values[i], vr);
        return values;
    }

    /// <summary>The first value; null when there is none or it is empty.</summary>
    public static string? DecodeFirst(ReadOnlySpan<byte> bytes, VR vr, CharacterSet? set, Func<CharacterSet> otherwise)
    {
        bytes = bytes.TrimEnd((byte)0);
        var isPlain = !vr.UsesCharacterSet || IsPlain(bytes);
        if (isPlain || (set ??= otherwise()).KeepsAscii)
        {
            if (vr.IsMultiValuedText && bytes.IndexOf((byte)'\\') is >= 0 and var end)
                bytes = bytes[..end];
            var text = Trim(isPlain ? System.Text.Encoding.Latin1.GetString(TrimBytes(bytes, vr)) : set!.Decode(bytes), vr);
            return text.Length > 0 ? text : null;
        }

        return Decode(bytes, vr, set) is [{ Length: > 0 } first, ..] ? first : null;
    }

    /// <summary>Bytes of the values, joined by backslashes and padded to even length.</summary>
    public static byte[] Encode(ReadOnlySpan<string> values, VR vr, CharacterSet set)
    {
        var text = string.Join('\\', values);
        var bytes = vr.UsesCharacterSet && !Ascii.IsValid(text) ? set.Encode(text) : System.Text.Encoding.Latin1.GetBytes(text);
        if ((bytes.Length & 1) == 0)
            return bytes;
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[^1] = vr.Padding;
        return bytes;
    }

    /// <summary>ASCII without escape sequences: the same in every character set.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes) && !bytes.Contains((byte)0x1B);

    /// <summary>Takes away padding: at the end always, at the beginning where the VR says it is not significant.</summary>
    public static string Trim(string text, VR vr) => LeadingBlanksCount(vr) ? text.TrimEnd(' ', '\0') : text.Trim(' ', '\0');

    /// <summary>The same on bytes of text that keeps ASCII.</summary>
    public static ReadOnlySpan<byte> TrimBytes(ReadOnlySpan<byte> bytes, VR vr) => LeadingBlanksCount(vr) ? bytes.TrimEnd(" \0"u8) : bytes.Trim(" \0"u8);

    private static bool LeadingBlanksCount(VR vr) => vr == VR.PN || vr == VR.LT || vr == VR.ST || vr == VR.UT || vr == VR.UC || vr == VR.UR;
}

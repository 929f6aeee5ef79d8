using System.Text.Json;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Json;

/// <summary>IS and DS as JSON numbers (PS3.18 F.2.3.1), digit for digit where JSON allows it.</summary>
internal static class NumberText
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (IsJsonNumber(text))
        {
            json.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        // ".5", "+1", "007": a number all the same. Anything else is passed on as a string, which the model allows.
        Span<char> chars = text.Length <= 64 ? stackalloc char[text.Length] : new char[text.Length];
        System.Text.Encoding.Latin1.GetChars(text, chars);
        if (DecimalString.TryParse(chars, out var number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(chars);
    }

    // RFC 8259: -? (0 | [1-9] digit*) (. digit+)? ([eE] [+-]? digit+)?
    private static bool IsJsonNumber(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'-', ..])
            text = text[1..];
        var digits = Digits(text);
        if (digits == 0 || (digits > 1 && text[0] == '0'))
            return false;
        text = text[digits..];
        if (text is [(byte)'.', ..])
        {
            digits = Digits(text[1..]);
            if (digits == 0)
                return false;
            text = text[(digits + 1)..];
        }

        if (text is [(byte)'e' or (byte)'E', ..])
        {
            text = text is [_, (byte)'+' or (byte)'-', ..] ? text[2..] : text[1..];
            digits = Digits(text);
            // An exponent beyond double would be no number to any reader.
            if (digits is 0 or > 2)
                return false;
            text = text[digits..];
        }

        return text.IsEmpty;
    }

    private static int Digits(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;
}

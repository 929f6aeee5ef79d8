using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ImagingGateway.Filmless.Evidence.Signing;

/// <summary>JSON in its one canonical form (RFC 8785, JCS): equal values give equal bytes, so that a hash over them means something.</summary>
public static class CanonicalJson
{
    /// <exception cref="InvalidDataException">A property comes twice, a number is not finite, or text has half a surrogate pair.</exception>
    public static byte[] Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.ToString());
        }
        catch (EncoderFallbackException problem)
        {
            throw new InvalidDataException("A text in the JSON has half a surrogate pair.", problem);
        }
    }

    /// <summary>The canonical form of an object, by the serializer's options.</summary>
    public static byte[] Of<T>(T value, JsonSerializerOptions options)
    {
        using var document = JsonSerializer.SerializeToDocument(value, options);
        return Of(document.RootElement);
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Write(index == 0 ? text : text.Append(','), item);
                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    // RFC 8785 3.2.3: names in the order of their UTF-16 code units, which is what ordinal comparison is
    private static void WriteObject(StringBuilder text, JsonElement value)
    {
        text.Append('{');
        string? last = null;
        foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.Name == last)
                throw new InvalidDataException($"The JSON has the property '{last}' twice.");
            if (last is not null)
                text.Append(',');
            WriteText(text, last = property.Name);
            Write(text.Append(':'), property.Value);
        }

        text.Append('}');
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }

    // ECMA-262 Number::toString: the shortest digits that read back the same; .NET's "R" gives the same digits in another dress
    private static string Number(double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidDataException("The JSON has a number that is not finite.");
        if (value == 0)
            return "0";
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var mantissaPoint = shortest[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : shortest[0].Length;
        var written = shortest[0].Replace(".", string.Empty, StringComparison.Ordinal);
        var digits = written.TrimStart('0');
        var point = mantissaPoint - (written.Length - digits.Length) + (shortest.Length > 1 ? int.Parse(shortest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        var sign = value < 0 ? "-" : "";
        if (digits.Length <= point && point <= 21)
            return sign + digits.PadRight(point, '0');
        if (point is > 0 and <= 21)
            return $"{sign}{digits[..point]}.{digits[point..]}";
        if (point is > -6 and <= 0)
            return $"{sign}0.{new string('0', -point)}{digits}";
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}");
    }
}

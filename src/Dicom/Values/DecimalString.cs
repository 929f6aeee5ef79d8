using System.Globalization;

namespace ImagingGateway.Dicom.Values;

/// <summary>Values of DS: decimal numbers as text of at most 16 characters (PS3.5 6.2).</summary>
public static class DecimalString
{
    private const int MaxLength = 16;

    /// <summary>Reads one value, forgiving blanks, NULs, more than 16 characters and a decimal comma. Infinity and NaN are no values.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        var trimmed = text.Trim(" \0");
        if (TryParseInvariant(trimmed, out value))
            return true;
        var comma = trimmed.IndexOf(',');
        if (comma < 0 || trimmed.Length > 64 || trimmed[(comma + 1)..].ContainsAny(',', '.') || trimmed[..comma].Contains('.'))
            return false;
        Span<char> dotted = stackalloc char[trimmed.Length];
        trimmed.CopyTo(dotted);
        dotted[comma] = '.';
        return TryParseInvariant(dotted, out value);
    }

    /// <summary>The shortest text that keeps the number as exactly as 16 characters can.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Infinity or not a number.</exception>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), "A decimal string cannot hold infinity or NaN (PS3.5 6.2).");
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        for (var digits = 15; text.Length > MaxLength; digits--)
            text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text;
    }

    private static bool TryParseInvariant(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);
}

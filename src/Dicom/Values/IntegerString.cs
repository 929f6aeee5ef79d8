using System.Globalization;

namespace ImagingGateway.Dicom.Values;

/// <summary>Values of IS: integers as text (PS3.5 6.2).</summary>
public static class IntegerString
{
    /// <summary>Reads one value, forgiving blanks, NULs, a sign, more than 32 bits and a fraction of zeros (<c>1.0</c>).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        var trimmed = text.Trim(" \0");
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        if (!DecimalString.TryParse(trimmed, out var number) || number != Math.Floor(number) || Math.Abs(number) >= 1e18)
            return false;
        value = (long)number;
        return true;
    }

    /// <summary>The number in decimal digits.</summary>
    public static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
}

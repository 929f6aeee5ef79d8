using System.Globalization;
using System.Text.RegularExpressions;

namespace ImagingGateway.Dicom.Values;

/// <summary>What PS3.5 table 6.2-1 says of the form of one text value. Reading is lenient; this tells what a strict reader would refuse.</summary>
public static partial class ValueForm
{
    /// <summary>What is wrong with one value, without its padding; null when all is well, empty values included.</summary>
    /// <param name="vr">A representation of text.</param>
    /// <param name="value">One value.</param>
    public static string? FaultOf(VR vr, string value)
    {
        if (value.Length == 0)
            return null;
        if (LengthOf(vr, value) > MaxLength(vr))
            return $"a value longer than {MaxLength(vr)} characters";
        return HasForm(vr, value) ? null : $"a value that is not of the form of {vr}";
    }

    /// <summary>Most characters of one value; of a component group for PN.</summary>
    public static int MaxLength(VR vr) => vr.ToString() switch
    {
        "AE" or "CS" or "DS" or "SH" => 16,
        "AS" => 4,
        "DA" => 8,
        "DT" => 26,
        "IS" => 12,
        "TM" => 14,
        "LO" or "PN" or "UI" => 64,
        "ST" => 1024,
        "LT" => 10240,
        _ => int.MaxValue,
    };

    // Characters, not UTF-16 units; of the longest group for names.
    private static int LengthOf(VR vr, string value) =>
        vr == VR.PN ? value.Split('=').Max(group => group.EnumerateRunes().Count()) : value.Length <= MaxLength(vr) ? value.Length : value.EnumerateRunes().Count();

    private static bool HasForm(VR vr, string value) => vr.ToString() switch
    {
        "AE" => !value.AsSpan().ContainsAnyExceptInRange(' ', '~'),
        "AS" => Age().IsMatch(value),
        "CS" => Code().IsMatch(value),
        "DA" => DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "DS" => Decimal().IsMatch(value),
        "DT" => Moment().IsMatch(value) && DicomDateTime.TryParse(value, out _),
        "IS" => Integer().IsMatch(value) && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "TM" => Time().IsMatch(value),
        "UI" => new Uid(value).IsWellFormed,
        "UR" => !value.Contains(' ', StringComparison.Ordinal),
        "PN" => value.Count(c => c == '=') <= 2 && value.Split('=').All(group => group.Count(c => c == '^') <= 4) && !HasControls(value),
        "LO" or "SH" or "UC" => !HasControls(value),
        _ => true,
    };

    // Escape sequences are gone when text has been decoded.
    private static bool HasControls(string value) => value.Any(char.IsControl);

    [GeneratedRegex(@"^[0-9]{3}[DWMY]\z")]
    private static partial Regex Age();

    [GeneratedRegex(@"^[A-Z0-9 _]+\z")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[+-]?[0-9]+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^([01][0-9]|2[0-3])([0-5][0-9](([0-5][0-9]|60)(\.[0-9]{1,6})?)?)?\z")]
    private static partial Regex Time();

    [GeneratedRegex(@"^[0-9]{4}([0-9]{2}([0-9]{2}([0-9]{2}([0-9]{2}([0-9]{2}(\.[0-9]{1,6})?)?)?)?)?)?([+-][0-9]{4})?\z")]
    private static partial Regex Moment();
}

using System.Globalization;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>Reads the defined terms of Specific Character Set, also as they are misspelt in the field.</summary>
internal static class CharacterSetTerm
{
    /// <summary>
    /// "ISO_IR 100", "ISO-IR 100", "iso_ir_100", "ISO 2022 IR 100", "ISO8859-1" all become IR100; UTF-8 becomes IR192.
    /// </summary>
    public static string Normalize(string term)
    {
        var letters = string.Concat(term.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (letters.StartsWith("ISO2022", StringComparison.Ordinal))
            letters = letters[7..];
        else if (letters.StartsWith("ISOIR", StringComparison.Ordinal))
            letters = letters[3..];
        return letters switch
        {
            "UTF8" or "ISO10646" => "IR192",
            "ISO88591" or "LATIN1" => "IR100",
            "ISO88592" => "IR101",
            "ISO88593" => "IR109",
            "ISO88594" => "IR110",
            "ISO88595" => "IR144",
            "ISO88596" => "IR127",
            "ISO88597" => "IR126",
            "ISO88598" => "IR138",
            "ISO88599" => "IR148",
            "ISO885915" => "IR203",
            "ISO646" or "ASCII" => "IR6",
            _ => letters,
        };
    }

    /// <summary>The set of a normalized term; null for an empty or unknown one.</summary>
    public static CodedSet? Find(string normalized) =>
        normalized.StartsWith("IR", StringComparison.Ordinal)
        && int.TryParse(normalized.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Array.Find(CodedSet.All, s => s.Number == (number == 14 ? 13 : number))
            : null;
}

using System.Globalization;
using System.Text;

namespace ImagingGateway.Filmless.Reports.Hl7;

/// <summary>An HL7 v2 message as segments and fields (HL7 v2.5.1 chapter 2). Reads whatever separators MSH states; never fails on a missing field.</summary>
public sealed class Hl7Message
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private readonly char _field;
    private readonly char _component;
    private readonly char _repetition;
    private readonly char _escape;
    private readonly char _subcomponent;

    private Hl7Message(string header, List<string[]> segments)
    {
        (_field, _component, _repetition, _escape, _subcomponent) = (header[3], header[4], header[5], header[6], header[7]);
        Segments = segments;
    }

    /// <summary>Fields of each segment; the first is its name. MSH is counted as the standard counts it: field 1 is the separator.</summary>
    public IReadOnlyList<string[]> Segments { get; }

    /// <summary>Null when the bytes are no message.</summary>
    public static Hl7Message? TryParse(ReadOnlySpan<byte> bytes)
    {
        var text = Decode(bytes);
        if (!text.StartsWith("MSH", StringComparison.Ordinal) || text.Length < 9 || text[3..8].Distinct().Count() != 5 || text[3..8].Any(char.IsAsciiLetterOrDigit))
            return null;
        var segments = new List<string[]>();
        foreach (var line in text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(text[3]);
            segments.Add(fields[0] == "MSH" ? [fields[0], text[3].ToString(), .. fields[1..]] : fields);
        }

        return new Hl7Message(text, segments);
    }

    /// <summary>A component of a field's first repetition, unescaped; empty when absent. Numbers from 1.</summary>
    public string Get(string[] segment, int field, int component = 1) => Repetition(segment, field, 0, component);

    /// <summary>The same of every repetition.</summary>
    public IEnumerable<string> All(string[] segment, int field, int component = 1) =>
        Enumerable.Range(0, Raw(segment, field).Split(_repetition).Length).Select(index => Repetition(segment, field, index, component));

    /// <summary>The whole field as text, repetitions as lines.</summary>
    public string Text(string[] segment, int field) => string.Join('\n', Raw(segment, field).Split(_repetition).Select(Unescape)).Trim();

    private static string Raw(string[] segment, int field) => field < segment.Length ? segment[field] : "";

    private string Repetition(string[] segment, int field, int repetition, int component)
    {
        var components = Raw(segment, field).Split(_repetition)[repetition].Split(_component);
        // HL7 2.5.1 2.5.3: where a component is expected, the first subcomponent stands for it
        return component <= components.Length ? Unescape(components[component - 1].Split(_subcomponent)[0]).Trim() : "";
    }

    /// <summary>HL7 2.5.1 2.7: \F\ \S\ \T\ \R\ \E\, \.br\, \Xhh…\; highlighting is dropped, what is unknown stays.</summary>
    private string Unescape(string text)
    {
        if (!text.Contains(_escape, StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length; position++)
        {
            var end = text[position] == _escape ? text.IndexOf(_escape, position + 1) : -1;
            if (end < 0)
            {
                result.Append(text[position]);
                continue;
            }

            result.Append(Meaning(text[(position + 1)..end]));
            position = end;
        }

        return result.ToString();
    }

    private string Meaning(string escape) => escape switch
    {
        "F" => _field.ToString(),
        "S" => _component.ToString(),
        "T" => _subcomponent.ToString(),
        "R" => _repetition.ToString(),
        "E" => _escape.ToString(),
        "H" or "N" => "",
        ".br" or ".sp" or ".ce" => "\n",
        ['X', .. var hex] when hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) => Utf8OrEmpty(Convert.FromHexString(hex)),
        _ => $"{_escape}{escape}{_escape}",
    };

    private static string Utf8OrEmpty(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "";
        }
    }

    // MSH-18 often lies or is empty: UTF-8 proves itself, what is none is the Vietnamese code page
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1258)!.GetString(bytes).Normalize(NormalizationForm.FormC);
        }
    }

    /// <summary>A TS value of at least a day (HL7 2.5.1 2.A.77), hospital time; null when it is none.</summary>
    public static DateTime? Moment(string text)
    {
        var digits = new string([.. text.TakeWhile(char.IsAsciiDigit)]);
        var form = digits.Length switch { >= 14 => "yyyyMMddHHmmss", 12 => "yyyyMMddHHmm", 10 => "yyyyMMddHH", 8 => "yyyyMMdd", _ => null };
        return form is not null && DateTime.TryParseExact(digits[..form.Length], form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
    }
}

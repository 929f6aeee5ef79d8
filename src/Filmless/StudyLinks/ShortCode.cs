using ImagingGateway.Filmless.Secrets;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>
/// A code that can be typed from paper: ten letters and digits, none of which look alike, shown as <c>k7mqp-2xhrd</c>. 49.5 bits:
/// it opens nothing without the link's PIN, and at the pace the look-up page allows, finding any one of a million codes takes longer
/// than a link lives.
/// </summary>
public static class ShortCode
{
    private const int Length = 10;

    public static string Create() => RandomText.Word(Length);

    /// <summary>As people read it.</summary>
    public static string Shown(string code) => $"{code[..5]}-{code[5..]}";

    /// <summary>What was typed, whatever its case, spaces and dashes; null when it can be no code.</summary>
    public static string? Parse(string typed)
    {
        if (typed.Length > 4 * Length)
            return null;
        var code = string.Concat(typed.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '–' or '.'))).ToLowerInvariant();
        return code.Length == Length && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}

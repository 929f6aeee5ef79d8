using System.Globalization;
using System.Text;

namespace ImagingGateway.Storage.Query;

/// <summary>
/// The form in which names are compared: composed, lower case, đ as d, marks stripped, separators folded to single spaces.
/// "NGUYỄN^VĂN^An" and "nguyen van an" have the same key.
/// </summary>
public static class SearchKey
{
    /// <summary>The key of a name or of a search text; <c>*</c>, <c>?</c> and <c>=</c> stay what they are.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return string.Empty;
        var lower = Decompose(text);
        var key = new StringBuilder(lower.Length);
        var gap = false;
        foreach (var letter in lower)
        {
            if (IsSeparator(letter))
            {
                gap = true;
                continue;
            }

            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
                continue;
            if (gap && key.Length > 0 && letter != '=' && key[^1] != '=')
                key.Append(' ');
            gap = false;
            key.Append(letter is 'đ' ? 'd' : letter);
        }

        // Hangul and kana were taken apart with the marks: put them together again.
        return Ascii.IsValid(key.ToString()) ? key.ToString() : key.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The words of a name's key, each once; component groups (<c>=</c>) are taken together.</summary>
    public static IReadOnlyList<string> Words(string key) =>
        key.Length == 0 ? [] : [.. key.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>An identifier as the search box compares it: lower case letters and digits only, at most 64.</summary>
    public static string OfIdentifier(ReadOnlySpan<char> text)
    {
        Span<char> kept = stackalloc char[64];
        var length = 0;
        foreach (var letter in text)
        {
            if (length < kept.Length && char.IsLetterOrDigit(letter))
                kept[length++] = char.ToLowerInvariant(letter);
        }

        return new string(kept[..length]);
    }

    private static string Decompose(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
            return text.ToString().ToLowerInvariant();
        return WithoutLoneSurrogates(text).Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormD);
    }

    // Normalize refuses unpaired surrogates, which broken character sets can produce.
    private static string WithoutLoneSurrogates(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune);
        return clean.ToString();
    }

    private static bool IsSeparator(char letter) => letter is '^' or ',' or '.' or '_' or '\\' || char.IsWhiteSpace(letter) || char.IsControl(letter);
}

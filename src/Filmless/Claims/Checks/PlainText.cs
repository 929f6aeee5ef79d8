using System.Globalization;
using System.Text;

namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>Vietnamese text for comparing words: lower case, without marks, đ as d; punctuation stays, since "1,5T" and "1-32 dãy" mean something.</summary>
internal static class PlainText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(letter is 'đ' ? 'd' : letter is '-' or '_' && !IsDigit(plain) ? ' ' : letter);
        }

        return plain.ToString();
    }

    /// <summary>Whether the words stand in the text as whole words.</summary>
    public static bool HasWord(string plain, string word)
    {
        for (var at = plain.IndexOf(word, StringComparison.Ordinal); word.Length > 0 && at >= 0; at = plain.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetterOrDigit(plain[at - 1])) && (at + word.Length == plain.Length || !char.IsLetterOrDigit(plain[at + word.Length])))
                return true;
        }

        return false;
    }

    private static bool IsDigit(StringBuilder plain) => plain.Length > 0 && char.IsAsciiDigit(plain[^1]);
}

using System.Text;

namespace ImagingGateway.Storage.Query;

/// <summary>A value to match, perhaps with <c>*</c> (any run) and <c>?</c> (any one character) (PS3.4 C.2.2.2.4).</summary>
internal readonly record struct TextPattern(string Text)
{
    private const char Escape = '\\';

    public bool HasWildcards => Text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The characters before the first wildcard.</summary>
    public string Prefix => Text.AsSpan().IndexOfAny('*', '?') is >= 0 and var at ? Text[..at] : Text;

    /// <summary>As the pattern of SQL's LIKE with <c>\</c> as escape.</summary>
    public string ToLike()
    {
        var like = new StringBuilder(Text.Length + 8);
        foreach (var letter in Text)
        {
            if (letter is '%' or '_' or Escape)
                like.Append(Escape);
            like.Append(letter switch { '*' => '%', '?' => '_', _ => letter });
        }

        return like.ToString();
    }

    public bool IsMatch(ReadOnlySpan<char> value)
    {
        // Greedy with one point of return: linear in practice, never exponential.
        var pattern = Text.AsSpan();
        int at = 0, read = 0, star = -1, mark = 0;
        while (read < value.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
                (star, mark) = (at++, read);
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == value[read]))
                (at, read) = (at + 1, read + 1);
            else if (star >= 0)
                (at, read) = (star + 1, ++mark);
            else
                return false;
        }

        return pattern[at..].Trim('*').IsEmpty;
    }
}

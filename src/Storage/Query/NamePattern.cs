using System.Buffers;

namespace ImagingGateway.Storage.Query;

/// <summary>A person name to match, in the form of <see cref="SearchKey"/>.</summary>
/// <param name="Key">The folded text, wildcards kept.</param>
/// <param name="AnyOrder">Each word must begin some word of the name, in any order (fuzzy matching); else the whole pattern must fit a component group.</param>
internal readonly record struct NamePattern(string Key, bool AnyOrder)
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" =");

    public static NamePattern Of(string text, bool anyOrder) => new(SearchKey.Of(text), anyOrder);

    /// <summary>Patterns that the name, written as <c>=group=group=</c> with words between blanks in any order, must all fit.</summary>
    public IEnumerable<TextPattern> Conditions
    {
        get
        {
            if (!AnyOrder)
                return [new TextPattern($"*={Key}=*")];
            return Key.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries).Select(word => new TextPattern($"* {word}*"));
        }
    }

    /// <summary>The name as <see cref="Conditions"/> see it.</summary>
    public string Subject(string nameKey) => AnyOrder ? " " + nameKey.Replace('=', ' ') : $"={nameKey}=";

    public bool IsMatch(string nameKey)
    {
        var subject = Subject(nameKey);
        return Conditions.All(condition => condition.IsMatch(subject));
    }

    /// <summary>Pieces of words that any matching name must have; the index is entered by the rarest.</summary>
    public IEnumerable<WordPiece> Pieces
    {
        get
        {
            var start = 0;
            while (start < Key.Length)
            {
                if (Key[start] is ' ' or '=' or '*' or '?')
                {
                    start++;
                    continue;
                }

                var length = Key.AsSpan(start).IndexOfAny(" =*?") is >= 0 and var found ? found : Key.Length - start;
                var end = start + length;
                var begins = start == 0 || Ends.Contains(Key[start - 1]);
                var ends = !AnyOrder && (end == Key.Length || Ends.Contains(Key[end]));
                yield return new WordPiece(Key.Substring(start, length), begins, ends);
                start = end;
            }
        }
    }
}

/// <summary>A run of letters; whether a word of the name must begin or end with it.</summary>
internal readonly record struct WordPiece(string Text, bool BeginsWord, bool EndsWord);

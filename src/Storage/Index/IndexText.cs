using System.Text;

namespace ImagingGateway.Storage.Index;

/// <summary>Received text made fit for a database column: no NUL (PostgreSQL refuses it), no broken surrogates, bounded.</summary>
internal static class IndexText
{
    /// <summary>B-tree entries have an upper size in both databases; no standard key is longer.</summary>
    private const int Longest = 256;

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;
        if (text.Length <= Longest && Ascii.IsValid(text) && !text.AsSpan().ContainsAnyInRange('\0', '\x1F'))
            return text;
        var clean = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest)
                break;
            clean.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return clean.ToString().Trim();
    }
}

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>A media type with parameters, read tolerantly: unquoted values may hold any character but <c>;</c>.</summary>
internal static class MediaTypeText
{
    /// <summary>The type in lower case, and its parameters with unquoted values.</summary>
    public static (string MediaType, Dictionary<string, string> Parameters) Parse(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var mediaType = string.Empty;
        var isFirst = true;
        foreach (var piece in Pieces(text))
        {
            if (isFirst)
            {
                mediaType = piece.Trim().ToLowerInvariant();
                isFirst = false;
                continue;
            }

            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                parameters.TryAdd(piece[..equals].Trim(), Unquote(piece[(equals + 1)..].Trim()));
        }

        return (mediaType, parameters);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                quoted = !quoted;
            if (text[i] != ';' || quoted)
                continue;
            yield return text[start..i];
            start = i + 1;
        }

        yield return text[start..];
    }

    private static string Unquote(string value) =>
        value is ['"', .., '"'] ? value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : value;
}

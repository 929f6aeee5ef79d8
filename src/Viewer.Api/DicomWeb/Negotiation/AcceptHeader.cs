using System.Globalization;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>
/// Reads Accept as DICOMweb clients really write it: OHIF sends <c>type=application/octet-stream</c> without quotes, which
/// RFC 9110 does not allow and every strict parser refuses.
/// </summary>
internal static class AcceptHeader
{
    /// <summary>
    /// The acceptable ranges, best first: quality, then exactness, then the order given.
    /// Ranges with quality 0 come last. What cannot be read is left out; nothing at all means anything.
    /// </summary>
    public static IReadOnlyList<MediaRange> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [MediaRange.Anything];
        var ranges = new List<MediaRange>();
        foreach (var element in SplitOutsideQuotes(text, ','))
        {
            if (ParseRange(element) is { } range)
                ranges.Add(range);
        }

        return [.. ranges.OrderByDescending(range => range.Quality).ThenByDescending(range => range.Specificity)];
    }

    private static MediaRange? ParseRange(string text)
    {
        var (mediaType, parameters) = MediaTypeText.Parse(text);
        if (!mediaType.Contains('/', StringComparison.Ordinal))
            return null;
        parameters.TryGetValue("transfer-syntax", out var syntax);
        var quality = parameters.TryGetValue("q", out var q)
            && double.TryParse(q, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, 1) : 1;
        if (mediaType == "*/*")
            return new MediaRange(Packaging.Any, mediaType, syntax, quality);
        if (mediaType is not ("multipart/related" or "multipart/*"))
            return new MediaRange(Packaging.Single, mediaType, syntax, quality);

        // PS3.18 8.7.1: the type of the parts is a parameter; some clients put the syntax inside its quotes
        if (!parameters.TryGetValue("type", out var type) || type.Length == 0)
            return new MediaRange(Packaging.Multipart, "*/*", syntax, quality);
        var (inner, innerParameters) = MediaTypeText.Parse(type);
        innerParameters.TryGetValue("transfer-syntax", out var innerSyntax);
        return new MediaRange(Packaging.Multipart, inner, syntax ?? innerSyntax, quality);
    }

    private static IEnumerable<string> SplitOutsideQuotes(string text, char separator)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            if (text[i] != separator || quoted)
                continue;
            yield return text[start..i];
            start = i + 1;
        }

        yield return text[start..];
    }
}

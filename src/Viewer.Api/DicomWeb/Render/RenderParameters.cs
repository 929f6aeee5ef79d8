using System.Globalization;
using ImagingGateway.Imaging.Rendering;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Render;

/// <summary>Query parameters of rendered resources (PS3.18 8.3.5.1). Annotation and ICC profile parameters are not honoured, as the standard permits.</summary>
internal static class RenderParameters
{
    private const int GreatestSide = 16_384;

    /// <summary>Reads them. Pure.</summary>
    /// <returns>The options, or a sentence for the client.</returns>
    public static (RenderOptions? Options, string? Fault) Read(IQueryCollection query, RenderedMediaType mediaType, Viewport? preset)
    {
        var options = new RenderOptions(mediaType, preset);
        if (query.TryGetValue("viewport", out var viewport) && viewport.ToString().Length > 0)
        {
            if (ReadViewport(viewport.ToString()) is not { } read)
                return (null, $"The parameter viewport must be width,height or width,height,x,y,w,h in pixels, at most {GreatestSide} each side.");
            options = options with { Viewport = read };
        }

        if (query.TryGetValue("window", out var window) && window.ToString().Length > 0)
        {
            if (ReadWindow(window.ToString()) is not { } read)
                return (null, "The parameter window must be center,width,function with a positive width and one of linear, linear-exact, sigmoid.");
            options = options with { Window = read };
        }

        if (query.TryGetValue("quality", out var quality) && quality.ToString().Length > 0)
        {
            if (!int.TryParse(quality, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || percent is < 1 or > 100)
                return (null, "The parameter quality must be a whole number from 1 to 100.");
            options = options with { Quality = percent };
        }

        return (options, null);
    }

    private static Viewport? ReadViewport(string text)
    {
        if (ReadNumbers(text) is not ({ Length: 2 or 6 } and var numbers))
            return null;
        if (numbers[0] is not (>= 1 and <= GreatestSide) || numbers[1] is not (>= 1 and <= GreatestSide))
            return null;
        var source = numbers.Length == 2 ? null : new SourceRegion(numbers[2], numbers[3], numbers[4], numbers[5]);
        if (source is { Width: 0 } or { Height: 0 } or { X: < 0 } or { Y: < 0 })
            return null;
        return new Viewport((int)numbers[0], (int)numbers[1], source);
    }

    private static Window? ReadWindow(string text)
    {
        var pieces = text.Split(',', StringSplitOptions.TrimEntries);
        if (pieces.Length is not (2 or 3) || ReadNumbers(string.Join(',', pieces[..2])) is not [var center, > 0 and var width])
            return null;
        WindowFunction? function = pieces.ElementAtOrDefault(2)?.ToLowerInvariant() switch
        {
            null or "" or "linear" => WindowFunction.Linear,
            "linear-exact" => WindowFunction.LinearExact,
            "sigmoid" => WindowFunction.Sigmoid,
            _ => null,
        };
        return function is { } known ? new Window(center, width, known) : null;
    }

    private static double[]? ReadNumbers(string text)
    {
        var pieces = text.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            if (!double.TryParse(pieces[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return null;
        }

        return numbers;
    }
}

using System.Globalization;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Overlays;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.DicomWeb.Render;

/// <summary>
/// Query parameters of rendered resources (PS3.18 8.3.5.1), and two of our own: <c>overlays</c> (none, graphics, all) and <c>voi</c> (which of the
/// image's windows and VOI LUTs, from 1). Annotation is checked but not honoured, as the standard permits; pictures carry no ICC profile.
/// </summary>
internal static class RenderParameters
{
    private const int GreatestSide = 16_384;

    /// <summary>More than any image has: what is left out of a region means up to the edge.</summary>
    private const int ToTheEdge = 65_536;

    private static readonly Dictionary<string, OverlayDisplay> Displays = new(StringComparer.Ordinal)
    {
        ["none"] = OverlayDisplay.None,
        ["graphics"] = OverlayDisplay.Graphics,
        ["all"] = OverlayDisplay.All,
    };

    /// <summary>Reads them. Pure.</summary>
    /// <returns>The options, or a sentence for the client.</returns>
    public static (RenderOptions? Options, string? Fault) Read(IQueryCollection query, RenderedMediaType mediaType, Viewport? preset)
    {
        var options = new RenderOptions(mediaType, preset);
        if (query.TryGetValue("viewport", out var viewport) && viewport.ToString().Length > 0)
        {
            if (ReadViewport(viewport.ToString()) is not { } read)
                return (null, $"The parameter viewport must be width,height or width,height,x,y,w,h in pixels, at most {GreatestSide} each side; x,y,w,h may be left empty, and a negative w or h flips.");
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

        if (query.TryGetValue("overlays", out var overlays) && overlays.ToString().Length > 0)
        {
            if (!Displays.TryGetValue(overlays.ToString(), out var display))
                return (null, "The parameter overlays must be none, graphics or all.");
            options = options with { Overlays = display };
        }

        if (query.TryGetValue("voi", out var voi) && voi.ToString().Length > 0)
        {
            if (!int.TryParse(voi, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return (null, "The parameter voi must be a whole number from 1: the image's windows in order, then its VOI LUTs.");
            options = options with { Voi = number };
        }

        if (Annotations(query) is null)
            return (null, "The parameter annotation must be patient, technique or both with a comma. Pictures are sent without this text here.");
        if (query.TryGetValue("iccprofile", out var profile) && profile.ToString() is not ("" or "no"))
            return (null, "The parameter iccprofile can only be no: pictures carry no ICC profile here. Leave it out.");
        return (options, null);
    }

    /// <summary>The annotations asked for, of those the standard knows; null when it asks for others.</summary>
    public static string? Annotations(IQueryCollection query)
    {
        string[] words = [.. query["annotation"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        return Array.TrueForAll(words, word => word is "patient" or "technique") ? string.Join(',', words) : null;
    }

    private static Viewport? ReadViewport(string text)
    {
        var pieces = text.Split(',', StringSplitOptions.TrimEntries);
        if (pieces.Length is not (2 or 6))
            return null;
        for (var i = 2; i < pieces.Length; i++)
            pieces[i] = pieces[i].Length > 0 ? pieces[i] : i < 4 ? "0" : $"{ToTheEdge}";
        if (ReadNumbers(string.Join(',', pieces)) is not { } numbers)
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

using ImagingGateway.Dicom.Encoding.Text;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Which <see cref="TextFallback"/> the text of which application is read with. Immutable.</summary>
public sealed class TextFallbacks
{
    /// <summary>The key that stands for every application that is not named.</summary>
    public const string Everyone = "*";

    /// <summary>No application has one.</summary>
    public static readonly TextFallbacks None = new(new Dictionary<string, TextFallback?>());

    private static readonly Dictionary<string, TextFallback?> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf-8"] = null,
        ["windows-1258"] = new Windows1258Text(),
        ["tcvn3"] = new Tcvn3Text(),
        ["vni"] = new VniText(),
    };

    private readonly Dictionary<string, TextFallback?> _bySource;

    private TextFallbacks(Dictionary<string, TextFallback?> bySource) => _bySource = bySource;

    /// <summary>The names of code pages: <c>utf-8</c> (which is tried always, so nothing more), <c>windows-1258</c>, <c>tcvn3</c>, <c>vni</c>.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The fallback of a name in any letter case; null for <c>utf-8</c>.</summary>
    /// <returns>False when there is none of that name.</returns>
    public static bool TryGet(string name, out TextFallback? fallback) => Known.TryGetValue(name.Trim(), out fallback);

    /// <summary>From names of code pages by AE title or <see cref="Everyone"/>; unknown names count as <c>utf-8</c>.</summary>
    public static TextFallbacks Of(IReadOnlyDictionary<string, string> names) => names.Count == 0
        ? None
        : new(names.ToDictionary(n => n.Key.Trim(), n => TryGet(n.Value, out var fallback) ? fallback : null, StringComparer.Ordinal));

    /// <summary>The fallback for what that application sends; null when it has none.</summary>
    /// <param name="source">Its AE title; null when it has none, as over the web.</param>
    public TextFallback? For(AETitle? source) =>
        source is { } title && _bySource.TryGetValue(title.Value, out var own) ? own : _bySource.GetValueOrDefault(Everyone);
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ImagingGateway.Viewer.Api.Resources;

/// <summary>Every text people read, by key, in one language. Kept as <c>Resources/vi/*.json</c> and <c>Resources/en/*.json</c>, a file for each part of the product.</summary>
public sealed class Texts
{
    private static readonly Texts Vietnamese = new(Language.Vi);
    private static readonly Texts English = new(Language.En);

    private readonly FrozenDictionary<string, string> _texts;

    private Texts(Language language)
    {
        Language = language;
        var assembly = typeof(Texts).Assembly;
        var prefix = $"ImagingGateway.Viewer.Api.Resources.{Code(language)}.";
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
                texts.Add(key, text);
        }

        _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public Language Language { get; }

    /// <summary><c>vi</c> or <c>en</c>, for the page's <c>lang</c>.</summary>
    public string LanguageCode => Code(Language);

    /// <summary>All keys; a test holds the two languages against each other.</summary>
    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The text; the key itself when it is missing, which a test forbids.</summary>
    public string this[string key] => _texts.GetValueOrDefault(key, key);

    /// <summary>The text with its <c>{0}</c> filled in; of one thing, the text of <c>{key}One</c> if there is one.</summary>
    public string this[string key, params ReadOnlySpan<object?> values] =>
        string.Format(CultureInfo.InvariantCulture, values is [1 or 1L or "1", ..] ? _texts.GetValueOrDefault($"{key}One", this[key]) : this[key], values);

    public static Texts In(Language language) => language == Language.En ? English : Vietnamese;

    private static string Code(Language language) => language == Language.En ? "en" : "vi";
}

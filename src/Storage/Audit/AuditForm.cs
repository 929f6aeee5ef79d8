using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImagingGateway.Storage.Audit;

/// <summary>
/// A sentence of the audit trail with places for values, such as <c>claims, {count} lines</c>: recording fills it in, showing reads the values back.
/// A place is <c>count</c>, <c>bytes</c>, <c>time</c>, <c>day</c>, <c>uid</c>, <c>name</c> (no blanks) or <c>text</c>; with a capital it holds one of a set of words.
/// </summary>
public sealed partial class AuditForm
{
    private readonly string[] _between;
    private Regex? _reading;

    internal AuditForm(string name, string sentence)
    {
        Name = name;
        Sentence = sentence;
        Places = [.. Place().Matches(sentence).Select(match => match.Groups[1].Value)];
        _between = Place().Replace(sentence, "\0").Split('\0');
    }

    /// <summary>Key of its words in the languages of the pages.</summary>
    public string Name { get; }

    public string Sentence { get; }

    public IReadOnlyList<string> Places { get; }

    /// <summary>The sentence with its values.</summary>
    /// <exception cref="ArgumentException">There are not as many values as places.</exception>
    public AuditDetail With(params ReadOnlySpan<object?> values)
    {
        if (values.Length != Places.Count)
            throw new ArgumentException($"'{Sentence}' has {Places.Count} places, not {values.Length}.", nameof(values));
        var text = new StringBuilder(_between[0]);
        for (var number = 0; number < values.Length; number++)
            text.Append(Written(Places[number], values[number])).Append(_between[number + 1]);
        return new AuditDetail(text.ToString());
    }

    /// <summary>The values of a recorded text, in the order of the places.</summary>
    /// <returns>Null when this is not its form.</returns>
    public IReadOnlyList<string>? Read(string recorded)
    {
        if (!recorded.StartsWith(_between[0], StringComparison.Ordinal))
            return null;
        var match = (_reading ??= Reading()).Match(recorded);
        return match.Success ? [.. match.Groups.Values.Skip(1).Select(group => group.Value)] : null;
    }

    private Regex Reading() => new(
        @"\A" + string.Concat(_between.Select((text, number) => Regex.Escape(text) + (number < Places.Count ? $"({Values(Places[number])})" : ""))) + @"\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    private static string Values(string place) => place switch
    {
        "count" or "bytes" => "[0-9]+",
        "time" => @"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z",
        "day" => "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "uid" => "[0-9.]+",
        "name" => @"\S+",
        _ => ".*",
    };

    private static string? Written(string place, object? value) => (place, value) switch
    {
        ("time", DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ("day", IFormattable day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

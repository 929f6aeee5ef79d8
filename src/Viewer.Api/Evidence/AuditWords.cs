using System.Globalization;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>Lines of the audit trail in the reader's language. What is recorded stays as it is; what has no known form is shown so.</summary>
internal static class AuditWords
{
    /// <summary>What was recorded beyond action and study.</summary>
    public static string Of(Texts texts, string? recorded)
    {
        if (string.IsNullOrEmpty(recorded))
            return "";
        return AuditForms.Read(recorded) is var (form, values)
            ? texts[$"Recorded{form.Name}", [.. form.Places.Zip(values, (place, value) => Shown(texts, place, value))]]
            : recorded;
    }

    /// <summary>Who did it: people and devices by their own names.</summary>
    public static string Actor(Texts texts, string actor) => actor switch
    {
        "anonymous" => texts["ActorUnknown"],
        "gateway" or "idle" => texts["ActorGateway"],
        _ when actor.StartsWith("link:", StringComparison.Ordinal) => texts["LinkHeading", actor[5..]],
        _ => actor,
    };

    private static string Shown(Texts texts, string place, string value) => place switch
    {
        "count" => long.TryParse(value, CultureInfo.InvariantCulture, out var count) ? Show.Count(count) : value,
        "bytes" => long.TryParse(value, CultureInfo.InvariantCulture, out var bytes) ? Show.Bytes(bytes) : value,
        "time" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Show.Time(time) : value,
        "day" => DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day) ? Show.Day(day) : value,
        _ when char.IsAsciiLetterUpper(place[0]) && value.Length > 0 => Word(texts, $"{place}{char.ToUpperInvariant(value[0])}{value[1..]}") ?? value,
        _ => value,
    };

    private static string? Word(Texts texts, string key) => texts[key] is var word && word != key ? word : null;
}

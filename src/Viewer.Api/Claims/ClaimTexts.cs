using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>How findings read.</summary>
internal static class ClaimTexts
{
    public static string Sentence(Texts texts, Finding finding) =>
        texts[finding.TextKey, [.. finding.Check == Check.BodyPart ? finding.Values.Select(parts => BodyParts(texts, parts)) : finding.Values]];

    /// <summary>A sign beside the colour, for those who do not see colours.</summary>
    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Good => "✓",
        Verdict.Unsure => "!",
        Verdict.Bad => "✕",
        _ => "–",
    };

    /// <summary>The style of a colour.</summary>
    public static string Style(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.Unsure => "warn",
        Verdict.Bad => "bad",
        _ => "off",
    };

    /// <summary>Terms of PS3.16 annex L in words; what is no known term stays as the device wrote it.</summary>
    private static string BodyParts(Texts texts, string parts) =>
        string.Join(", ", parts.Split(", ").Select(part => $"BodyPart{part.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal)}" is var key && texts[key] is var words && words != key ? words : part).Distinct());

    /// <summary>How long there is to a deadline, in days and hours.</summary>
    public static string Left(Texts texts, DateTimeOffset deadline, DateTimeOffset now)
    {
        var left = deadline - now;
        return left < TimeSpan.Zero ? texts["DeadlineOver", (int)Math.Ceiling(-left.TotalDays)]
            : left < TimeSpan.FromDays(1) ? texts["DeadlineHours", (int)Math.Floor(left.TotalHours)] : texts["DeadlineDays", (int)Math.Floor(left.TotalDays)];
    }
}

using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>How findings read.</summary>
internal static class ClaimTexts
{
    public static string Sentence(Texts texts, Finding finding) => texts[finding.TextKey, [.. finding.Values]];

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

    /// <summary>How long there is to a deadline, in days and hours.</summary>
    public static string Left(Texts texts, DateTimeOffset deadline, DateTimeOffset now)
    {
        var left = deadline - now;
        return left < TimeSpan.Zero ? texts["DeadlineOver", (int)Math.Ceiling(-left.TotalDays)]
            : left < TimeSpan.FromDays(1) ? texts["DeadlineHours", (int)Math.Floor(left.TotalHours)] : texts["DeadlineDays", (int)Math.Floor(left.TotalDays)];
    }
}

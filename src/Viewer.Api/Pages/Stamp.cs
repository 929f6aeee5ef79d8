using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Pages;

/// <summary>What stands across a text that no known doctor has signed.</summary>
public static class Stamp
{
    /// <summary>Enough of the stamp to cover a page of text; what is too much is cut off.</summary>
    private const int Repeats = 120;

    /// <returns>Null for a report whose signature holds.</returns>
    public static string? Of(Texts texts, ReportSignature signature) => signature switch
    {
        ReportSignature.Verified => null,
        ReportSignature.Broken => texts["StampBroken"],
        ReportSignature.Pending => texts["StampPending"],
        _ => texts["StampUnsigned"],
    };

    /// <summary>Of the words in a claim file, which no signature covers.</summary>
    /// <returns>Null when there are none, or a signed report of the study says the same.</returns>
    public static string? Of(Texts texts, ClaimLine line, IEnumerable<Report> reports) =>
        (line.Conclusion is null && line.Description is null)
        || reports.Any(report => report.Signature == ReportSignature.Verified && Says(report.Conclusion, line.Conclusion) && Says(report.Description, line.Description))
            ? null : texts["StampUnsigned"];

    /// <summary>The stamp again and again, as the background of the text; null for none.</summary>
    public static string? Across(string? stamp) => stamp is null ? null : string.Concat(Enumerable.Repeat($"{stamp.Replace(' ', '\u00A0')} · ", Repeats));

    private static bool Says(string report, string? claim) => claim is null || Words(report).SequenceEqual(Words(claim), StringComparer.Ordinal);

    private static string[] Words(string text) => text.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

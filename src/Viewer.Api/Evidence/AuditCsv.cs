using System.Globalization;
using System.Text;
using ImagingGateway.Filmless.Csv;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>
/// The audit trail as a spreadsheet (RFC 4180, UTF-8 with its mark). No cell can become a formula. <c>detail</c> is what was recorded and chained,
/// <c>words</c> says the same in the reader's language.
/// </summary>
internal static class AuditCsv
{
    public const string Header = "\uFEFFnumber,time_utc,action,actor,from,study,link,outcome,bytes,instances,detail,hash,words\r\n";

    public static string Line(AuditRow row, Texts texts) => string.Join(',', ((string?[])
    [
        row.Number?.ToString(CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeMilliseconds(row.AtMilliseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        row.Action, row.Actor, row.RemoteAddress, row.StudyInstanceUid, row.StudyLinkId, row.Outcome, row.Bytes?.ToString(CultureInfo.InvariantCulture),
        row.Instances?.ToString(CultureInfo.InvariantCulture), row.Detail, row.Hash is null ? null : Convert.ToHexStringLower(row.Hash), AuditWords.Of(texts, row.Detail),
    ]).Select(Cell)) + "\r\n";

    public static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        var text = CsvText.Harmless(value);
        return text.AsSpan().ContainsAny("\",\r\n") ? new StringBuilder("\"").Append(text).Replace("\"", "\"\"", 1, text.Length).Append('"').ToString() : text;
    }
}

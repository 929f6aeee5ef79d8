using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Reports;

namespace ImagingGateway.Viewer.Api.Reports;

/// <summary>
/// Body of POST <c>/api/reports</c>. <c>reportedAt</c> is hospital time, ISO 8601 or <c>yyyyMMddHHmm</c>; <c>status</c> is preliminary, final, corrected or
/// cancelled; <c>documentBase64</c> is a PDF.
/// </summary>
internal sealed record ReportBody(
    string? Id, string? StudyInstanceUid, string? AccessionNumber, string? OrderNumber, string? PatientId, string? ReportedAt, string? ReaderCode, string? ReaderName,
    string? Title, string? Description, string? Conclusion, string? Status, string? DocumentBase64)
{
    private static readonly string[] Moments = ["yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <exception cref="ArgumentException">A value cannot be read; one sentence names it.</exception>
    public NewReport ToReport(string actor) => new()
    {
        Origin = ReportOrigin.Rest, SourceKey = $"{actor}:{Id}", Actor = actor, StudyInstanceUid = string.IsNullOrWhiteSpace(StudyInstanceUid) ? null : new Uid(StudyInstanceUid.Trim()),
        AccessionNumber = Short(AccessionNumber), OrderKey = Short(OrderNumber), PatientId = Short(PatientId), ReaderCode = Short(ReaderCode), ReaderName = Short(ReaderName), Title = Short(Title),
        Description = Description?.Trim() ?? "", Conclusion = Conclusion?.Trim() ?? "", ReportedAt = Moment(ReportedAt), Document = Document(),
        Status = string.IsNullOrEmpty(Status) ? ReportStatus.Final
            : Enum.TryParse<ReportStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status
            : throw new ArgumentException("'status' is preliminary, final, corrected or cancelled."),
    };

    private static string Short(string? text) =>
        text?.Trim() is not { } trimmed ? "" : trimmed.Length <= 200 ? trimmed : throw new ArgumentException("A number, name or title is longer than 200 letters.");

    private static DateTime? Moment(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
            : DateTime.TryParseExact(text.Trim(), Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment
            : DateTimeOffset.TryParse(text.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned) ? zoned.ToOffset(TimeSpan.FromHours(7)).DateTime
            : throw new ArgumentException("'reportedAt' cannot be read: write 2026-11-25T08:30 or 202611250830.");

    private byte[]? Document()
    {
        try
        {
            return string.IsNullOrEmpty(DocumentBase64) ? null : Convert.FromBase64String(DocumentBase64);
        }
        catch (FormatException)
        {
            throw new ArgumentException("'documentBase64' is no base64.");
        }
    }
}

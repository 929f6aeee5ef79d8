using ImagingGateway.Filmless.Reports;

namespace ImagingGateway.Viewer.Api.Reports;

/// <summary>A report as the API tells it.</summary>
internal sealed record ReportAnswer(
    string Id, string Origin, string? StudyInstanceUid, string AccessionNumber, string OrderNumber, DateTimeOffset ReceivedAt, DateTime? ReportedAt, string ReaderCode, string ReaderName,
    string Title, string Description, string Conclusion, string Status, string Signature, string? Signer, string? DocumentUrl)
{
    public static ReportAnswer Of(Report report) => new(
        report.Id, report.Origin.ToString(), report.StudyInstanceUid?.Value, report.AccessionNumber, report.OrderKey, report.ReceivedAt, report.ReportedAt, report.ReaderCode, report.ReaderName,
        report.Title, report.Description, report.Conclusion, report.Status.ToString(), report.Signature.ToString(), report.Signer, report.HasDocument ? ReportEndpoints.DocumentUrlOf("", report) : null);
}

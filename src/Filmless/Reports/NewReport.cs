using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Reports;

/// <summary>A report on its way in.</summary>
public sealed record NewReport
{
    /// <summary>Letters of a text that are kept; a report that is longer is refused.</summary>
    public const int LongestText = 100_000;

    /// <summary>Bytes of a document.</summary>
    public const int LargestDocument = 20 << 20;

    public required ReportOrigin Origin { get; init; }

    /// <summary>The sender's own key for this message; the same key with the same content again changes nothing.</summary>
    public required string SourceKey { get; init; }

    public required string Actor { get; init; }

    public Uid? StudyInstanceUid { get; init; }

    public string AccessionNumber { get; init; } = "";

    /// <summary>The order system's number when it is not the accession number.</summary>
    public string OrderKey { get; init; } = "";

    /// <summary>When given, a study of another patient is never chosen.</summary>
    public string PatientId { get; init; } = "";

    public DateTime? ReportedAt { get; init; }

    public string ReaderCode { get; init; } = "";

    public string ReaderName { get; init; } = "";

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    public string Conclusion { get; init; } = "";

    public ReportStatus Status { get; init; } = ReportStatus.Final;

    /// <summary>A PDF.</summary>
    public byte[]? Document { get; init; }

    /// <summary>One sentence on what is wrong; null when it can be kept.</summary>
    public string? Fault() => this switch
    {
        { Description.Length: > LongestText } or { Conclusion.Length: > LongestText } => $"A text is longer than {LongestText} letters: send the report as a PDF.",
        { Document.Length: > LargestDocument } => $"The document is larger than {LargestDocument >> 20} MB: send a smaller PDF.",
        { Document: { } document } when !document.AsSpan().StartsWith("%PDF-"u8) => "The document is no PDF.",
        { Document: null, Description.Length: 0, Conclusion.Length: 0 } => "The report is empty: send description and conclusion, or a PDF.",
        { StudyInstanceUid: null, AccessionNumber.Length: 0, OrderKey.Length: 0 } => "The report names no study: send the accession number, the order number or the Study Instance UID.",
        _ => null,
    };
}

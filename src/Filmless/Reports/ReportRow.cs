using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;

namespace ImagingGateway.Filmless.Reports;

/// <summary>A row of <c>reports</c>.</summary>
internal sealed record ReportRow
{
    public string Id { get; init; } = "";

    public string Origin { get; init; } = "";

    public string? StudyUid { get; init; }

    public string Accession { get; init; } = "";

    public string OrderKey { get; init; } = "";

    public string PatientId { get; init; } = "";

    public long ReceivedAt { get; init; }

    public long? ReportedAt { get; init; }

    public string ReaderCode { get; init; } = "";

    public string ReaderName { get; init; } = "";

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    public string Conclusion { get; init; } = "";

    public string Status { get; init; } = "";

    public string Signature { get; init; } = "";

    public string? Signer { get; init; }

    public long HasDocument { get; init; }

    public Report ToReport() => new(
        Id, Enum.Parse<ReportOrigin>(Origin), StudyUid is null ? null : new Uid(StudyUid), Accession, OrderKey, PatientId, DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt),
        ReportedAt is { } reported ? Ticks.ToMoment(reported) : null, ReaderCode, ReaderName, Title, Description, Conclusion, Enum.Parse<ReportStatus>(Status),
        Enum.Parse<ReportSignature>(Signature), Signer, HasDocument != 0);
}

using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Reports;

/// <summary>A report as received. A corrected one is another report; nothing is overwritten.</summary>
/// <param name="Id">Ours.</param>
/// <param name="StudyInstanceUid">Null while no study fits: it waits in the inbox.</param>
/// <param name="ReportedAt">When the reader finished it, hospital time; null when not stated.</param>
/// <param name="Description"><c>MO_TA</c>: what is seen; empty when the report is a document alone.</param>
/// <param name="Conclusion"><c>KET_LUAN</c>; empty when the report is a document alone.</param>
/// <param name="ReaderCode"><c>MA_BS_DOC_KQ</c>, such as the licence number.</param>
/// <param name="Signature">What was found when the document came in.</param>
/// <param name="Signer">Who signed it, by the certificate; null without a signature.</param>
/// <param name="HasDocument">There is a PDF.</param>
public sealed record Report(
    string Id, ReportOrigin Origin, Uid? StudyInstanceUid, string AccessionNumber, string OrderKey, string PatientId, DateTimeOffset ReceivedAt, DateTime? ReportedAt,
    string ReaderCode, string ReaderName, string Title, string Description, string Conclusion, ReportStatus Status, ReportSignature Signature, string? Signer, bool HasDocument);

/// <summary>By which way it came.</summary>
public enum ReportOrigin
{
    Rest,
    Hl7,
    Dicom,
}

/// <summary>What its author says of it (HL7 table 0123).</summary>
public enum ReportStatus
{
    Preliminary,
    Final,
    Corrected,
    Cancelled,
}

/// <summary>What is known of the document's digital signature.</summary>
public enum ReportSignature
{
    /// <summary>Not signed.</summary>
    None,

    /// <summary>Signed and unchanged since, but the certificate is from no authority that this gateway was told to trust.</summary>
    Pending,

    /// <summary>Signed, unchanged since, by a certificate of a trusted authority.</summary>
    Verified,

    /// <summary>Signed, but changed since or damaged.</summary>
    Broken,
}

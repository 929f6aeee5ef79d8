using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>One presentation context of an A-ASSOCIATE-AC (PS3.8 9.3.3.2).</summary>
/// <param name="Id">As proposed.</param>
/// <param name="Outcome">Accepted or why not.</param>
/// <param name="TransferSyntax">The one chosen; not significant unless accepted.</param>
public sealed record PresentationContextResult(byte Id, ContextOutcome Outcome, Uid TransferSyntax);

/// <summary>Result/Reason of PS3.8 9.3.3.2.</summary>
public enum ContextOutcome : byte
{
    Acceptance = 0,
    UserRejection = 1,
    NoReason = 2,
    AbstractSyntaxNotSupported = 3,
    TransferSyntaxesNotSupported = 4,
}

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
    /// <summary>The context may be used.</summary>
    Acceptance = 0,

    /// <summary>The application does not want it.</summary>
    UserRejection = 1,

    /// <summary>The provider refuses without saying why.</summary>
    NoReason = 2,

    /// <summary>The SOP class is not served.</summary>
    AbstractSyntaxNotSupported = 3,

    /// <summary>None of the transfer syntaxes is served.</summary>
    TransferSyntaxesNotSupported = 4,
}

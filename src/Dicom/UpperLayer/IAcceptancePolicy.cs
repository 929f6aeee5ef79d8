using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The pure decisions an acceptor makes about one request.</summary>
public interface IAcceptancePolicy
{
    /// <summary>The abstract syntax is served here.</summary>
    bool Supports(Uid abstractSyntax);

    /// <summary>One of the proposed syntaxes, or the empty UID for none.</summary>
    Uid ChooseTransferSyntax(Uid abstractSyntax, IReadOnlyList<Uid> proposed);

    /// <summary>Which of the requestor's roles are accepted.</summary>
    RoleSelection AnswerRole(RoleSelection asked);

    /// <summary>The answer to a SOP class extended negotiation; null for no answer.</summary>
    ExtendedNegotiation? AnswerExtended(ExtendedNegotiation asked);

    /// <summary>The answer to an asynchronous operations window; null for no answer, which means one at a time.</summary>
    AsynchronousOperationsWindow? AnswerWindow(AsynchronousOperationsWindow asked);
}

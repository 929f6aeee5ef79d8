using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>
/// Pure negotiation (PS3.7 annex D.3, PS3.8 7.1.1.13): a request and a policy in, an answer out. The policy says what it
/// wants of each context; this says how that is put on the wire and what both sides then hold.
/// </summary>
public static class Negotiation
{
    private static readonly Uid StorageServiceClass = new("1.2.840.10008.4.2"); // PS3.4 B.3.1.4

    /// <summary>Answers a request.</summary>
    /// <param name="request">As received.</param>
    /// <param name="policy">What the acceptor takes.</param>
    /// <param name="own">Maximum length and implementation names of this side.</param>
    public static AssociateAccept Accept(AssociateRequest request, IAcceptancePolicy policy, UserInformation own)
    {
        var results = new List<PresentationContextResult>();
        foreach (var proposal in request.PresentationContexts)
        {
            // PS3.8 9.3.3.2: one answer per number; a number used twice keeps its first answer, and the others cost nothing.
            if (!results.Exists(earlier => earlier.Id == proposal.Id))
                results.Add(Choose(proposal, request.UserInformation, policy));
        }

        var asked = request.UserInformation;
        var user = own with
        {
            AsynchronousOperationsWindow = asked.AsynchronousOperationsWindow is { } window ? policy.AnswerWindow(window) : null,
            RoleSelections = [.. asked.RoleSelections.Where(role => ServedAs(role.SopClassUid, asked, policy) is not null).Select(policy.AnswerRole)],
            ExtendedNegotiations = [.. asked.ExtendedNegotiations.Select(policy.AnswerExtended).OfType<ExtendedNegotiation>()],
            // PS3.7 D.3.3.7.2: answered only when asked for; to a user name the answer is empty. A ticket, assertion or token that
            // nobody checks here gets no answer.
            UserIdentityResponse = asked.UserIdentity is { PositiveResponseRequested: true, Type: UserIdentityType.UserName or UserIdentityType.UserNameAndPasscode }
                ? ReadOnlyMemory<byte>.Empty
                : default(ReadOnlyMemory<byte>?),
        };
        return new AssociateAccept(1, request.CalledAETitle, request.CallingAETitle, AssociateRequest.DicomApplicationContext, results, user);
    }

    /// <summary>What both sides hold after an exchange: the accepted contexts with their roles.</summary>
    public static NegotiatedContexts Agree(AssociateRequest request, AssociateAccept accept)
    {
        var contexts = new Dictionary<byte, NegotiatedContext>();
        foreach (var result in accept.PresentationContexts)
        {
            var proposal = request.PresentationContexts.FirstOrDefault(context => context.Id == result.Id);
            if (result.Outcome != ContextOutcome.Acceptance || proposal is null)
                continue;
            var role = AgreeRole(proposal.AbstractSyntax, request.UserInformation, accept.UserInformation);
            contexts[result.Id] = new NegotiatedContext(result.Id, proposal.AbstractSyntax, result.TransferSyntax, role.Scu, role.Scp);
        }

        return new NegotiatedContexts(contexts);
    }

    /// <summary>
    /// The class under which an abstract syntax is served: itself, or, when it is unknown here and the requestor says it
    /// specialises a storage class that is known, that one (PS3.7 D.3.3.6). Null when it is not served.
    /// </summary>
    public static Uid? ServedAs(Uid abstractSyntax, UserInformation asked, IAcceptancePolicy policy)
    {
        if (policy.Supports(abstractSyntax))
            return abstractSyntax;
        var common = asked.CommonExtendedNegotiations.FirstOrDefault(known => known.SopClassUid == abstractSyntax && known.ServiceClassUid == StorageServiceClass);
        return common?.RelatedGeneralSopClassUids.Where(policy.Supports).Select(general => (Uid?)general).FirstOrDefault();
    }

    /// <summary>How many operations may be outstanding after an exchange; one each way without (PS3.7 D.3.3.3).</summary>
    public static AsynchronousOperationsWindow AgreeWindow(AssociateRequest request, AssociateAccept accept) =>
        request.UserInformation.AsynchronousOperationsWindow is { } asked && accept.UserInformation.AsynchronousOperationsWindow is { } answered
            ? answered.Within(asked)
            : AsynchronousOperationsWindow.Synchronous;

    private static PresentationContextResult Choose(PresentationContextProposal proposal, UserInformation asked, IAcceptancePolicy policy)
    {
        // PS3.8 9.3.3.2: the field is not significant when rejected, but has to hold something.
        var first = proposal.TransferSyntaxes.Count > 0 ? proposal.TransferSyntaxes[0] : default;
        if (ServedAs(proposal.AbstractSyntax, asked, policy) is not { } served)
            return new PresentationContextResult(proposal.Id, ContextOutcome.AbstractSyntaxNotSupported, first);
        return policy.ChooseTransferSyntax(served, proposal.TransferSyntaxes) is { IsEmpty: false } chosen
            ? new PresentationContextResult(proposal.Id, ContextOutcome.Acceptance, chosen)
            : new PresentationContextResult(proposal.Id, ContextOutcome.TransferSyntaxesNotSupported, first);
    }

    // PS3.7 D.3.3.4: without an exchange the requestor is SCU and the acceptor SCP; with one, both must agree to a role.
    private static RoleSelection AgreeRole(Uid sopClass, UserInformation asked, UserInformation answered)
    {
        var request = asked.RoleSelections.FirstOrDefault(role => role.SopClassUid == sopClass);
        var answer = answered.RoleSelections.FirstOrDefault(role => role.SopClassUid == sopClass);
        return request is null || answer is null
            ? new RoleSelection(sopClass, true, false)
            : new RoleSelection(sopClass, request.Scu && answer.Scu, request.Scp && answer.Scp);
    }
}

using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Services;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Asks the services in turn.</summary>
internal sealed class AcceptancePolicy(IReadOnlyList<IDimseScp> services, DicomGatewayOptions options) : IAcceptancePolicy
{
    public bool Supports(Uid abstractSyntax) => Find(abstractSyntax) is not null;

    public Uid ChooseTransferSyntax(Uid abstractSyntax, IReadOnlyList<Uid> proposed) =>
        Find(abstractSyntax)?.ChooseTransferSyntax(proposed) ?? default;

    /// <summary>SCU as asked; SCP where this side invokes operations itself (PS3.7 D.3.3.4).</summary>
    public RoleSelection AnswerRole(RoleSelection asked) => asked with { Scp = asked.Scp && Find(asked.SopClassUid) is not { InvokesRequestor: false } };

    public ExtendedNegotiation? AnswerExtended(ExtendedNegotiation asked) =>
        Find(asked.SopClassUid)?.AnswerExtended(asked.Information.Span) is { } answer ? new ExtendedNegotiation(asked.SopClassUid, answer) : null;

    /// <summary>As many outstanding operations as the settings allow; this side invokes one at a time (PS3.7 D.3.3.3).</summary>
    public AsynchronousOperationsWindow? AnswerWindow(AsynchronousOperationsWindow asked) =>
        asked.Within(new AsynchronousOperationsWindow((ushort)options.MaxOperations, 1));

    /// <summary>The service of an abstract syntax, or of a class it was said to specialise; null when there is none.</summary>
    public IDimseScp? Find(Uid abstractSyntax, UserInformation asked) =>
        Negotiation.ServedAs(abstractSyntax, asked, this) is { } served ? Find(served) : null;

    private IDimseScp? Find(Uid abstractSyntax)
    {
        foreach (var service in services)
        {
            if (service.Supports(abstractSyntax))
                return service;
        }

        return null;
    }
}

using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Services;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Asks the services in turn.</summary>
internal sealed class AcceptancePolicy(IReadOnlyList<IDimseScp> services) : IAcceptancePolicy
{
    public bool Supports(Uid abstractSyntax) => Find(abstractSyntax) is not null;

    public Uid ChooseTransferSyntax(Uid abstractSyntax, IReadOnlyList<Uid> proposed) =>
        Find(abstractSyntax)?.ChooseTransferSyntax(proposed) ?? default;

    /// <summary>Both roles as asked: C-GET sub-operations need the requestor to be SCP of storage (PS3.4 C.5.3).</summary>
    public RoleSelection AnswerRole(RoleSelection asked) => asked;

    public ExtendedNegotiation? AnswerExtended(ExtendedNegotiation asked) =>
        Find(asked.SopClassUid)?.AnswerExtended(asked.Information.Span) is { } answer ? new ExtendedNegotiation(asked.SopClassUid, answer) : null;

    /// <summary>One operation at a time (PS3.7 D.3.3.3).</summary>
    public AsynchronousOperationsWindow? AnswerWindow(AsynchronousOperationsWindow asked) => new(1, 1);

    /// <summary>The service of an abstract syntax; null when there is none.</summary>
    public IDimseScp? Find(Uid abstractSyntax)
    {
        foreach (var service in services)
        {
            if (service.Supports(abstractSyntax))
                return service;
        }

        return null;
    }
}

using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Whether a request for an association is let in at all; pure.</summary>
internal static class AdmissionPolicy
{
    /// <summary>Null to go on and negotiate; else the rejection to send.</summary>
    /// <param name="request">As received.</param>
    /// <param name="options">Who may call whom, and how many.</param>
    /// <param name="associations">Associations there are, this one included.</param>
    public static AssociateReject? Judge(AssociateRequest request, DicomGatewayOptions options, int associations)
    {
        // PS3.8 9.3.2: only bit 0 of the version is tested.
        if ((request.ProtocolVersion & 1) == 0)
            return Permanent(RejectReason.ProtocolVersionNotSupported);
        if (!request.ApplicationContext.IsEmpty && request.ApplicationContext != AssociateRequest.DicomApplicationContext)
            return Permanent(RejectReason.ApplicationContextNameNotSupported);
        if (options.CheckCalledAETitle && request.CalledAETitle != options.Title)
            return Permanent(RejectReason.CalledAETitleNotRecognized);
        if (!IsAllowed(request.CallingAETitle, options))
            return Permanent(RejectReason.CallingAETitleNotRecognized);
        // PS3.7 D.3.3.7.3: a requestor whose identity is not accepted is rejected; table 9-21 has no reason of its own for it.
        if (!IdentityPolicy.IsAccepted(request.UserInformation.UserIdentity, options))
            return Permanent(RejectReason.NoReasonGiven);
        return associations > options.MaxAssociations ? new AssociateReject(RejectResult.Transient, RejectReason.LocalLimitExceeded) : null;
    }

    private static bool IsAllowed(AETitle caller, DicomGatewayOptions options) =>
        options.AllowedCallers.Count == 0 || options.AllowedCallers.Any(allowed => allowed.Trim() == caller.Value);

    private static AssociateReject Permanent(RejectReason reason) => new(RejectResult.Permanent, reason);
}

using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Decides whether a data set is who it was announced to be, and has the names an archive needs (PS3.4 B.2.3, 0xA900).</summary>
internal static class IdentityPolicy
{
    /// <summary>Null when the instance may be kept.</summary>
    public static IngestOutcome.Refused? Judge(IncomingInstance incoming, DataSet header)
    {
        var identity = InstanceIdentity.Of(header);
        var text = Missing(identity) ?? incoming switch
        {
            IncomingInstance.AnnouncedDataSet announced when announced.SopInstanceUid != identity.SopInstance =>
                "The data set has another SOP Instance UID than was announced.",
            IncomingInstance.AnnouncedDataSet announced when announced.SopClassUid != identity.SopClass =>
                "The data set has another SOP Class UID than was announced.",
            IncomingInstance.Part10File { StudyInstanceUid: { } study } when study != identity.Study =>
                "The data set belongs to another study than the one it was sent to.",
            _ => null,
        };
        return text is null ? null : new IngestOutcome.Refused(IngestRefusal.DataSetDoesNotMatch, text, identity.SopClass, identity.SopInstance);
    }

    /// <summary>Refuses what cannot be right before a byte is read.</summary>
    public static IngestOutcome.Refused? JudgeAnnouncement(IncomingInstance incoming) =>
        incoming is IncomingInstance.AnnouncedDataSet announced && !(announced.SopClassUid.IsAcceptable && announced.SopInstanceUid.IsAcceptable)
            ? new IngestOutcome.Refused(IngestRefusal.DataSetDoesNotMatch, "The announced SOP Class or SOP Instance UID is not a UID.", announced.SopClassUid, announced.SopInstanceUid)
            : null;

    private static string? Missing(InstanceIdentity identity) =>
        Unusable(identity.SopClass, "SOP Class UID") ?? Unusable(identity.SopInstance, "SOP Instance UID")
        ?? Unusable(identity.Study, "Study Instance UID") ?? Unusable(identity.Series, "Series Instance UID");

    private static string? Unusable(Uid uid, string name) =>
        uid.IsEmpty ? $"The data set has no {name}." : uid.IsAcceptable ? null : $"The {name} of the data set is not a UID.";
}

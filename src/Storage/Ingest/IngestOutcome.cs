using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Ingest;

/// <summary>What became of an incoming instance. Anything but <see cref="Refused"/> is durable.</summary>
public abstract record IngestOutcome
{
    /// <summary>Durable in the spool; visible within moments.</summary>
    public sealed record Stored(Uid SopClassUid, Uid SopInstanceUid, Uid StudyInstanceUid, Uid SeriesInstanceUid, bool IsTruncated) : IngestOutcome;

    /// <summary>Not kept.</summary>
    /// <param name="Reason">Translated once per protocol into a status.</param>
    /// <param name="Text">One plain sentence without patient data.</param>
    /// <param name="SopClassUid">When it could be read.</param>
    /// <param name="SopInstanceUid">When it could be read.</param>
    public sealed record Refused(IngestRefusal Reason, string Text, Uid? SopClassUid = null, Uid? SopInstanceUid = null) : IngestOutcome;
}

/// <summary>Why an instance is refused.</summary>
public enum IngestRefusal
{
    /// <summary>The bytes are no DICOM file.</summary>
    NotDicom,

    /// <summary>The data set cannot be read (C-STORE 0xC000).</summary>
    CannotUnderstand,

    /// <summary>The data set's UIDs are not the announced ones, or an identifying UID is missing or unusable (C-STORE 0xA900).</summary>
    DataSetDoesNotMatch,

    /// <summary>Disk or limits exhausted (C-STORE 0xA700).</summary>
    OutOfResources,
}

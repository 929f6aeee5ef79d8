using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Ingest;

/// <summary>First of the three moments of an instance: announced, its bytes still on their way.</summary>
public abstract record IncomingInstance(InstanceSource Source)
{
    /// <summary>A data set announced by a C-STORE request; the data set's own UIDs must be the announced ones.</summary>
    public sealed record AnnouncedDataSet(Uid SopClassUid, Uid SopInstanceUid, Uid TransferSyntaxUid, InstanceSource Source) : IncomingInstance(Source);

    /// <summary>A file: preamble and meta group, or one of the shapes found without them. Stored exactly as received.</summary>
    public sealed record Part10File(InstanceSource Source) : IncomingInstance(Source)
    {
        /// <summary>When set, a file of any other study is refused (<see cref="IngestRefusal.DataSetDoesNotMatch"/>): STOW-RS to <c>/studies/{study}</c>, PS3.18 10.5.1.</summary>
        public Uid? StudyInstanceUid { get; init; }
    }
}

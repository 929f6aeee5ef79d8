using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>One directory record: a patient, study, series, an instance of some kind, or something private (PS3.3 F.3.2.2, F.5).</summary>
public sealed class DirectoryRecord
{
    private static readonly char[] Separators = ['/', '\\'];
    private readonly List<DirectoryRecord> _children = [];

    internal DirectoryRecord(DataSet attributes)
    {
        Attributes = attributes;
        Type = attributes.GetString(Tags.DirectoryRecordType)?.ToUpperInvariant() ?? string.Empty;
        // Some writers put the whole path into one component.
        FileId = new FileId([.. attributes.GetStrings(Tags.ReferencedFileID).SelectMany(c => c.Split(Separators, StringSplitOptions.RemoveEmptyEntries))]);
    }

    /// <summary>The record as it is in the directory, keys and offsets included.</summary>
    public DataSet Attributes { get; }

    /// <summary>Directory Record Type such as <c>PATIENT</c>, <c>SERIES</c>, <c>IMAGE</c>; empty when absent.</summary>
    public string Type { get; }

    /// <summary>The file it stands for; empty for patients, studies and series.</summary>
    public FileId FileId { get; internal set; }

    /// <summary>SOP class of the file; empty when the record does not say.</summary>
    public Uid SopClassUid => Attributes.GetUid(Tags.ReferencedSOPClassUIDInFile);

    /// <summary>SOP instance of the file; empty when the record does not say.</summary>
    public Uid SopInstanceUid => Attributes.GetUid(Tags.ReferencedSOPInstanceUIDInFile);

    /// <summary>Transfer syntax of the file; empty when the record does not say.</summary>
    public Uid TransferSyntaxUid => Attributes.GetUid(Tags.ReferencedTransferSyntaxUIDInFile);

    /// <summary>The record above; null for those of the root.</summary>
    public DirectoryRecord? Parent { get; private set; }

    /// <summary>The records of the lower-level directory entity, in its order.</summary>
    public IReadOnlyList<DirectoryRecord> Children => _children;

    /// <summary>How deep records of this type usually lie: 0 for a patient and what else is at the root, 3 for instances (PS3.3 F.4).</summary>
    internal int Level => Type switch
    {
        "PATIENT" or "HANGING PROTOCOL" or "PALETTE" or "IMPLANT" or "IMPLANT GROUP" or "IMPLANT ASSY" => 0,
        "STUDY" => 1,
        "SERIES" => 2,
        _ => 3,
    };

    internal void Add(DirectoryRecord child)
    {
        child.Parent = this;
        _children.Add(child);
    }
}

using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Maintenance.Exporting;

/// <summary>
/// The DICOMDIR of an export (PS3.3 annex F): patients, studies, series and instances, in the order they were added. Offsets are those of the
/// written file: it is written once to learn where the records lie, then again with the offsets in place, which change no length.
/// </summary>
internal sealed class FileSet
{
    private static readonly Uid MediaStorageDirectory = new("1.2.840.10008.1.3.10");
    private static readonly Tag[] Offsets = [Tags.OffsetOfTheNextDirectoryRecord, Tags.OffsetOfReferencedLowerLevelDirectoryEntity];

    private static readonly Tag[] OfPatient = [Tags.PatientName, Tags.PatientID, Tags.PatientBirthDate, Tags.PatientSex];
    private static readonly Tag[] OfStudy = [Tags.StudyDate, Tags.StudyTime, Tags.StudyDescription, Tags.StudyInstanceUID, Tags.StudyID, Tags.AccessionNumber];
    private static readonly Tag[] OfSeries = [Tags.Modality, Tags.SeriesInstanceUID, Tags.SeriesNumber, Tags.SeriesDescription];
    private static readonly Tag[] OfInstance = [Tags.InstanceNumber, Tags.ImageType, Tags.Rows, Tags.Columns, Tags.NumberOfFrames];

    private readonly Uid _instance = Uid.New();
    private readonly List<Node> _roots = [];
    private readonly Dictionary<string, Node> _known = new(StringComparer.Ordinal);

    /// <summary>Adds a file.</summary>
    /// <param name="header">Of the instance.</param>
    /// <param name="stored">Which.</param>
    /// <param name="path">Its components below the directory of the DICOMDIR.</param>
    public void Add(DataSet header, StoredInstance stored, string[] path)
    {
        var patient = Below(null, $"{header.GetString(Tags.PatientID)}\n{header.GetString(Tags.IssuerOfPatientID)}", "PATIENT", header, OfPatient);
        var study = Below(patient, stored.StudyInstanceUid.Value, "STUDY", header, OfStudy);
        var series = Below(study, $"{stored.StudyInstanceUid}\n{stored.SeriesInstanceUid}", "SERIES", header, OfSeries);
        var instance = Record(header.GetInteger(Tags.Rows) is null ? "PRIVATE" : "IMAGE", header, OfInstance);
        if (instance.GetString(Tags.DirectoryRecordType) == "PRIVATE")
            instance.SetString(Tags.PrivateRecordUID, stored.SopClassUid.Value); // kinds of documents are not told apart here
        instance.SetString(Tags.ReferencedFileID, path)
            .SetString(Tags.ReferencedSOPClassUIDInFile, stored.SopClassUid.Value)
            .SetString(Tags.ReferencedSOPInstanceUIDInFile, stored.SopInstanceUid.Value)
            .SetString(Tags.ReferencedTransferSyntaxUIDInFile, stored.TransferSyntaxUid.Value);
        series.Children.Add(new Node(instance));
    }

    /// <summary>The whole DICOMDIR file.</summary>
    public byte[] Write()
    {
        var records = new List<Node>();
        Collect(_roots, records);
        var directory = new DataSet();
        directory.SetEmpty(Tags.FileSetID);
        directory.SetInteger(Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0)
            .SetInteger(Tags.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, 0)
            .SetInteger(Tags.FileSetConsistencyFlag, 0)
            .SetItems(Tags.DirectoryRecordSequence, [.. records.Select(record => record.Attributes)]);
        var meta = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(meta, MediaStorageDirectory, _instance, Uids.ExplicitVRLittleEndian, source: null);
        var places = DataSetReader.Read(DataSetWriter.ToArray(directory, TransferSyntax.ExplicitVRLittleEndian), TransferSyntax.ExplicitVRLittleEndian)
            .GetItems(Tags.DirectoryRecordSequence);
        for (var i = 0; i < records.Count; i++)
            records[i].Offset = meta.WrittenCount + places[i].Position;
        Link(_roots);
        directory.SetInteger(Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, _roots.FirstOrDefault()?.Offset ?? 0)
            .SetInteger(Tags.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, _roots.LastOrDefault()?.Offset ?? 0);
        DataSetWriter.Write(meta, directory, TransferSyntax.ExplicitVRLittleEndian);
        return meta.WrittenSpan.ToArray();
    }

    private Node Below(Node? above, string key, string type, DataSet header, Tag[] keys)
    {
        if (_known.TryGetValue(type + key, out var known))
            return known;
        var node = new Node(Record(type, header, keys));
        (above?.Children ?? _roots).Add(node);
        _known.Add(type + key, node);
        return node;
    }

    private static DataSet Record(string type, DataSet header, Tag[] keys)
    {
        var record = new DataSet().SetInteger(Tags.OffsetOfTheNextDirectoryRecord, 0)
            .SetInteger(Tags.RecordInUseFlag, 0xFFFF)
            .SetInteger(Tags.OffsetOfReferencedLowerLevelDirectoryEntity, 0)
            .SetString(Tags.DirectoryRecordType, type)
            .SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        foreach (var key in keys)
        {
            if (header.GetStrings(key) is { Count: > 0 } texts && header[key]!.VR != VR.US)
                record.SetString(key, [.. texts]);
            else if (header.GetInteger(key) is { } number)
                record.SetInteger(key, number);
            else
                record.SetEmpty(key); // types 2 of PS3.3 F.5 may be empty; what is type 1 there and missing in the image stays empty
        }

        return record;
    }

    private static void Collect(IEnumerable<Node> nodes, List<Node> records)
    {
        foreach (var node in nodes)
        {
            records.Add(node);
            Collect(node.Children, records);
        }
    }

    private static void Link(List<Node> siblings)
    {
        for (var i = 0; i < siblings.Count; i++)
        {
            siblings[i].Attributes.SetInteger(Offsets[0], i + 1 < siblings.Count ? siblings[i + 1].Offset : 0)
                .SetInteger(Offsets[1], siblings[i].Children.FirstOrDefault()?.Offset ?? 0);
            Link(siblings[i].Children);
        }
    }

    private sealed class Node(DataSet attributes)
    {
        public DataSet Attributes { get; } = attributes;

        public List<Node> Children { get; } = [];

        public long Offset { get; set; }
    }
}

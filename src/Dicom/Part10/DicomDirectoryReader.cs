using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>Follows the offsets of a DICOMDIR from record to record (PS3.3 F.2.2), in loops never.</summary>
internal sealed class DicomDirectoryReader
{
    private readonly DeviationList _deviations = new();
    private readonly List<DirectoryRecord> _roots = [];
    private readonly HashSet<DirectoryRecord> _placed = [];
    private readonly List<DirectoryRecord> _records;
    private readonly Dictionary<long, DirectoryRecord> _byOffset;

    // Offsets count from the first byte of the file; positions from that of the data set.
    private DicomDirectoryReader(Sequence items, long dataSetOffset)
    {
        _records = new List<DirectoryRecord>(items.Count);
        _byOffset = new Dictionary<long, DirectoryRecord>(items.Count);
        // In-use flag 0 means deleted (F.3.2.2), unless the writer put it everywhere.
        var anyInUse = items.Exists(IsInUse);
        foreach (var item in items.Where(i => IsInUse(i) || !anyInUse))
        {
            var record = new DirectoryRecord(item);
            _records.Add(record);
            _byOffset[dataSetOffset + item.Position] = record;
        }
    }

    public static DicomDirectory Read(ReadOnlyMemory<byte> file)
    {
        FileMetaInformation.TryRead(file.Span, true, out var meta);
        var reading = DataSetReader.ReadLeniently(file[(int)meta!.DataSetOffset..], TransferSyntax.Of(meta.TransferSyntaxUid));
        if (reading.DataSet[Tags.DirectoryRecordSequence]?.Items is not { } items)
            throw new MalformedDataSetException("This is no DICOMDIR: there is no Directory Record Sequence (0004,1220).", file.Length, Tags.DirectoryRecordSequence);
        var reader = new DicomDirectoryReader(items, meta.DataSetOffset);
        reader.FindReferencedRecords();
        reader.Walk(OffsetIn(reading.DataSet, Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity), null);
        reader.PlaceTheRest();
        return new DicomDirectory(
            reading.DataSet.GetString(Tags.FileSetID), reader._roots, reader.InOrder(), [.. reading.Deviations, .. reader._deviations.All]);
    }

    private static bool IsInUse(DataSet item) => item.GetInteger(Tags.RecordInUseFlag) != 0;

    private static long OffsetIn(DataSet dataSet, Tag tag) => dataSet.GetInteger(tag) ?? 0;

    // Retired: the file of several records named once, in a record of its own (MRDR, retired in PS3.3 2004).
    private void FindReferencedRecords()
    {
        foreach (var record in _records.Where(r => r.FileId.IsEmpty))
        {
            if (_byOffset.TryGetValue(OffsetIn(record.Attributes, Tags.MRDRDirectoryRecordOffset), out var referenced))
                record.FileId = referenced.FileId;
        }

        _records.RemoveAll(r => r.Type == "MRDR" && _placed.Add(r));
    }

    // Places the record at an offset, those next to it and those below them.
    private void Walk(long first, DirectoryRecord? above)
    {
        var open = new Stack<(long Offset, DirectoryRecord? Above)>();
        open.Push((first, above));
        while (open.TryPop(out var next))
        {
            for (var offset = next.Offset; offset != 0;)
            {
                if (!_byOffset.TryGetValue(offset, out var record) || !_placed.Add(record))
                {
                    _deviations.Add(offset, Tags.OffsetOfTheNextDirectoryRecord, "PS3.3 F.2.2", record is null ? "no record at this offset" : "the record at this offset is in the tree already");
                    break;
                }

                Place(record, next.Above);
                open.Push((OffsetIn(record.Attributes, Tags.OffsetOfReferencedLowerLevelDirectoryEntity), record));
                offset = OffsetIn(record.Attributes, Tags.OffsetOfTheNextDirectoryRecord);
            }
        }
    }

    // The higher ones first, which may lead to others; below the last one of a higher level before it.
    private void PlaceTheRest()
    {
        var last = new DirectoryRecord?[4];
        var above = new Dictionary<DirectoryRecord, DirectoryRecord?>();
        foreach (var record in _records)
        {
            if (!_placed.Contains(record))
                above[record] = last.Take(record.Level).LastOrDefault(r => r is not null);
            last[record.Level] = record;
            Array.Clear(last, record.Level + 1, last.Length - record.Level - 1);
        }

        foreach (var record in above.Keys.OrderBy(r => r.Level).Where(r => !_placed.Contains(r)).ToArray())
        {
            if (!_placed.Add(record))
                continue;
            _deviations.Add(record.Attributes.Position, Tags.DirectoryRecordSequence, "PS3.3 F.2.2", "no offset leads to this record");
            Place(record, above[record]);
            Walk(OffsetIn(record.Attributes, Tags.OffsetOfReferencedLowerLevelDirectoryEntity), record);
            Walk(OffsetIn(record.Attributes, Tags.OffsetOfTheNextDirectoryRecord), above[record]);
        }
    }

    private void Place(DirectoryRecord record, DirectoryRecord? above)
    {
        if (above is null)
            _roots.Add(record);
        else
            above.Add(record);
    }

    private List<DirectoryRecord> InOrder()
    {
        var order = new List<DirectoryRecord>(_records.Count);
        var open = new Stack<DirectoryRecord>(_roots.AsEnumerable().Reverse());
        while (open.TryPop(out var record))
        {
            order.Add(record);
            for (var i = record.Children.Count - 1; i >= 0; i--)
                open.Push(record.Children[i]);
        }

        return order;
    }
}

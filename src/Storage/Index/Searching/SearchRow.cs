using System.Data.Common;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Index.Reading;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>One candidate, in the column order of <see cref="SearchSql"/>.</summary>
internal sealed class SearchRow
{
    private readonly byte[] _outer;
    private readonly byte[]? _series;
    private readonly byte[]? _header;
    private DataSet[]? _attributes;
    private int _seriesStart;
    private int _outerStart;

    /// <summary>Reads the row; of the study's own columns only what is wanted, for each costs as much as all else that is done with it.</summary>
    public SearchRow(DbDataReader row, QueryLevel level, AnswerWriter wanted)
    {
        (SortKey, StudyId) = (row.GetInt64(0), row.GetInt64(1));
        _outer = row.GetFieldValue<byte[]>(2);
        if (wanted.NeedsModalities)
            Modalities = row.GetString(3);
        if (wanted.NeedsSopClasses)
            SopClasses = row.GetString(4);
        if (wanted.NeedsStudyCounts)
            (SeriesInStudy, InstancesInStudy) = (row.GetInt32(5), row.GetInt32(6));
        if (wanted.NeedsPatientCounts)
            (StudiesOfPatient, SeriesOfPatient, InstancesOfPatient) = (row.GetInt64(7), row.GetInt64(8), row.GetInt64(9));
        if (level >= QueryLevel.Series)
        {
            (SeriesNumber, SeriesUid) = (row.GetInt32(10), row.GetString(11));
            _series = row.GetFieldValue<byte[]>(12);
            InstancesInSeries = row.GetInt32(13);
        }

        if (level < QueryLevel.Instance)
            return;
        (InstanceNumber, SopInstanceUid, SopClassUid, TransferSyntaxUid) = (row.GetInt32(14), row.GetString(15), row.GetString(16), row.GetString(17));
        (NumberOfFrames, Rows, Columns, BitsAllocated) = (row.GetInt32(18), row.Int32OrNull(19), row.Int32OrNull(20), row.Int32OrNull(21));
        _header = row.FieldCount > 22 ? row.GetFieldValue<byte[]>(22) : null;
    }

    public long SortKey { get; }

    public long StudyId { get; }

    public string Modalities { get; } = string.Empty;

    public string SopClasses { get; } = string.Empty;

    public int SeriesInStudy { get; }

    public int InstancesInStudy { get; }

    public long StudiesOfPatient { get; }

    public long SeriesOfPatient { get; }

    public long InstancesOfPatient { get; }

    public int SeriesNumber { get; }

    public string SeriesUid { get; } = string.Empty;

    public int InstancesInSeries { get; }

    public int InstanceNumber { get; }

    public string SopInstanceUid { get; } = string.Empty;

    public string SopClassUid { get; } = string.Empty;

    public string TransferSyntaxUid { get; } = string.Empty;

    public int NumberOfFrames { get; }

    public int? Rows { get; }

    public int? Columns { get; }

    public int? BitsAllocated { get; }

    /// <summary>What is kept of this row and of the levels around it, innermost first. A kept header alone has everything.</summary>
    public IReadOnlyList<DataSet> Attributes => _attributes ??= Decode();

    /// <summary>What is kept under a tag, from the innermost level that has it. Ask in ascending order of tags.</summary>
    public DataElement? Find(Tag tag)
    {
        if (_attributes is null && _header is null)
            return (_series is null ? null : LevelAttributes.Find(_series, tag, ref _seriesStart)) ?? LevelAttributes.Find(_outer, tag, ref _outerStart);
        foreach (var attributes in Attributes)
        {
            if (attributes.TryGet(tag, out var element))
                return element;
        }

        return null;
    }

    private DataSet[] Decode()
    {
        var outer = LevelAttributes.Unpack(_outer);
        if (_series is null)
            return [outer];
        var series = LevelAttributes.Unpack(_series);
        if (_header is null)
            return [series, outer];
        using var json = JsonDocument.Parse(HeaderCodec.Unpack(_header));
        return [DicomJson.Read(json.RootElement), series, outer];
    }
}

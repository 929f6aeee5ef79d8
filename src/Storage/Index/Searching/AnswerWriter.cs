using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Turns a row into the answer: the wanted attributes in ISO_IR 192, unknown ones empty.</summary>
internal sealed class AnswerWriter
{
    /// <summary>Elements of an answer that nobody need ask for.</summary>
    private const int Others = 4;

    private static readonly Tag[][] UniqueKeys = [[Tags.PatientID], [Tags.StudyInstanceUID], [Tags.StudyInstanceUID, Tags.SeriesInstanceUID], [Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.SOPInstanceUID]];

    // The same in every answer; elements never change.
    private static readonly DataElement Utf8 = Fixed(Tags.SpecificCharacterSet, "ISO_IR 192");
    private static readonly DataElement Online = Fixed(Tags.InstanceAvailability, "ONLINE");
    private static readonly DataElement[] Levels = [.. new[] { "PATIENT", "STUDY", "SERIES", "IMAGE" }.Select(level => Fixed(Tags.QueryRetrieveLevel, level))];

    private readonly QueryLevel _level;
    private readonly Tag[] _wanted;
    private readonly bool _all;
    private (string List, DataElement Element)? _modalities;
    private (string List, DataElement Element)? _sopClasses;

    public AnswerWriter(IndexQuery query)
    {
        _level = query.Level;
        _all = query.ReturnAll;
        _wanted = [.. query.ReturnKeys.Concat(UniqueKeys[(int)query.Level]).Concat(query.ReturnAll ? ComputedOf(query.Level) : [])
            .Where(tag => tag != Tags.SpecificCharacterSet && !tag.IsGroupLength).Distinct().Order()];
        NeedsPatientCounts = _wanted.Any(Computed.IsOfPatient);
        (NeedsModalities, NeedsSopClasses) = (_wanted.Contains(Tags.ModalitiesInStudy), _wanted.Contains(Tags.SOPClassesInStudy));
        NeedsStudyCounts = _wanted.Contains(Tags.NumberOfStudyRelatedSeries) || _wanted.Contains(Tags.NumberOfStudyRelatedInstances);
        NeedsHeaders = query.Level == QueryLevel.Instance
            && (_all || _wanted.Any(tag => AttributeLevel.Of(tag) == QueryLevel.Instance && !Computed.IsComputed(tag) && !Computed.IsInstanceColumn(tag)));
    }

    public bool NeedsPatientCounts { get; }

    public bool NeedsModalities { get; }

    public bool NeedsSopClasses { get; }

    public bool NeedsStudyCounts { get; }

    /// <summary>Something is wanted that only the kept header of the instance tells.</summary>
    public bool NeedsHeaders { get; }

    public DataSet Write(SearchRow row)
    {
        var answer = new DataSet(_wanted.Length + Others).Set(Utf8);
        if (_all)
            CopyAll(row, answer);
        foreach (var tag in _wanted)
        {
            if (Compute(tag, row, answer))
                continue;
            if (row.Find(tag) is { Bulk: null, Fragments: null } element)
                answer.Set(element);
            else
                answer.SetEmpty(tag);
        }

        return answer;
    }

    private static DataElement Fixed(Tag tag, params ReadOnlySpan<string> values) => new DataSet().SetString(tag, values)[tag]!;

    private static Tag[] ComputedOf(QueryLevel level) => level switch
    {
        QueryLevel.Patient => [Tags.NumberOfPatientRelatedStudies, Tags.NumberOfPatientRelatedSeries, Tags.NumberOfPatientRelatedInstances],
        QueryLevel.Study => [Tags.InstanceAvailability, Tags.ModalitiesInStudy, Tags.SOPClassesInStudy, Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances],
        QueryLevel.Series => [Tags.InstanceAvailability, Tags.NumberOfSeriesRelatedInstances],
        _ => [Tags.InstanceAvailability, Tags.AvailableTransferSyntaxUID],
    };

    private static void CopyAll(SearchRow row, DataSet answer)
    {
        foreach (var attributes in row.Attributes)
        {
            foreach (var element in attributes)
            {
                if (element.Bulk is null && element.Fragments is null && element.Tag != Tags.SpecificCharacterSet && !answer.Contains(element.Tag))
                    answer.Set(element);
            }
        }
    }

    private bool Compute(Tag tag, SearchRow row, DataSet answer)
    {
        if (tag == Tags.QueryRetrieveLevel)
            answer.Set(Levels[(int)_level]);
        else if (tag == Tags.InstanceAvailability)
            answer.Set(Online);
        else if (Computed.IsOfPatient(tag))
            answer.SetInteger(tag, VR.IS, tag == Tags.NumberOfPatientRelatedStudies ? row.StudiesOfPatient : tag == Tags.NumberOfPatientRelatedSeries ? row.SeriesOfPatient : row.InstancesOfPatient);
        else if (_level >= QueryLevel.Study && ComputeOfStudy(tag, row, answer))
            return true;
        else if (_level >= QueryLevel.Series && tag == Tags.NumberOfSeriesRelatedInstances)
            answer.SetInteger(tag, VR.IS, row.InstancesInSeries);
        else
            return _level == QueryLevel.Instance && ComputeOfInstance(tag, row, answer);
        return true;
    }

    private bool ComputeOfStudy(Tag tag, SearchRow row, DataSet answer)
    {
        if (tag == Tags.ModalitiesInStudy)
            answer.Set(Once(ref _modalities, tag, row.Modalities));
        else if (tag == Tags.SOPClassesInStudy)
            answer.Set(Once(ref _sopClasses, tag, row.SopClasses));
        else if (tag == Tags.NumberOfStudyRelatedSeries)
            answer.SetInteger(tag, VR.IS, row.SeriesInStudy);
        else if (tag == Tags.NumberOfStudyRelatedInstances)
            answer.SetInteger(tag, VR.IS, row.InstancesInStudy);
        else
            return false;
        return true;
    }

    private static bool ComputeOfInstance(Tag tag, SearchRow row, DataSet answer)
    {
        if (tag == Tags.AvailableTransferSyntaxUID)
            answer.SetString(tag, row.TransferSyntaxUid);
        else if (tag == Tags.SOPClassUID)
            answer.SetString(tag, row.SopClassUid);
        else if (tag == Tags.SOPInstanceUID)
            answer.SetString(tag, row.SopInstanceUid);
        else if (tag == Tags.InstanceNumber)
            answer.SetInteger(tag, VR.IS, row.InstanceNumber == IndexSchema.NoNumber ? null : row.InstanceNumber);
        else if (tag == Tags.NumberOfFrames)
            answer.SetInteger(tag, VR.IS, row.NumberOfFrames == 0 ? null : row.NumberOfFrames);
        else if (tag == Tags.Rows)
            answer.SetInteger(tag, VR.US, row.Rows);
        else if (tag == Tags.Columns)
            answer.SetInteger(tag, VR.US, row.Columns);
        else if (tag == Tags.BitsAllocated)
            answer.SetInteger(tag, VR.US, row.BitsAllocated);
        else
            return false;
        return true;
    }

    // Most studies have the same as the one before.
    private static DataElement Once(ref (string List, DataElement Element)? last, Tag tag, string list)
    {
        if (last?.List != list)
            last = (list, Fixed(tag, list.Split(',', StringSplitOptions.RemoveEmptyEntries)));
        return last!.Value.Element;
    }
}

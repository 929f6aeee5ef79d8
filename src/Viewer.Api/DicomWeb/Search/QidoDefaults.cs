using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Viewer.Api.DicomWeb.Search;

/// <summary>The attributes every search answers with (PS3.18 10.6.3.3, tables 10.6.3-3 to 10.6.3-5).</summary>
internal static class QidoDefaults
{
    private static readonly Tag[] Study =
    [
        Tags.StudyDate, Tags.StudyTime, Tags.AccessionNumber, Tags.InstanceAvailability, Tags.ModalitiesInStudy, Tags.ReferringPhysicianName,
        Tags.TimezoneOffsetFromUTC, Tags.PatientName, Tags.PatientID, Tags.PatientBirthDate, Tags.PatientSex, Tags.StudyInstanceUID, Tags.StudyID,
        Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances,
    ];

    private static readonly Tag[] Series =
    [
        Tags.Modality, Tags.TimezoneOffsetFromUTC, Tags.SeriesDescription, Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.SeriesNumber,
        Tags.NumberOfSeriesRelatedInstances, Tags.PerformedProcedureStepStartDate, Tags.PerformedProcedureStepStartTime, Tags.RequestAttributesSequence,
    ];

    private static readonly Tag[] Instance =
    [
        Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.InstanceAvailability, Tags.TimezoneOffsetFromUTC, Tags.StudyInstanceUID, Tags.SeriesInstanceUID,
        Tags.InstanceNumber, Tags.Rows, Tags.Columns, Tags.BitsAllocated, Tags.NumberOfFrames,
    ];

    /// <summary>Attributes of a level, with those of the outer levels that the path does not fix (a relational search).</summary>
    public static IEnumerable<Tag> For(QueryLevel level, bool studyInPath, bool seriesInPath) => level switch
    {
        QueryLevel.Study => Study,
        QueryLevel.Series => studyInPath ? Series : Study.Concat(Series),
        _ => seriesInPath ? Instance : studyInPath ? Series.Concat(Instance) : Study.Concat(Series).Concat(Instance),
    };
}

using System.Collections.Frozen;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Attributes of an answer that no stored instance carries (PS3.4 C.3.4, PS3.18 10.6.3).</summary>
internal static class Computed
{
    private static readonly FrozenSet<Tag> All = FrozenSet.Create(
        Tags.ModalitiesInStudy, Tags.SOPClassesInStudy, Tags.NumberOfPatientRelatedStudies, Tags.NumberOfPatientRelatedSeries,
        Tags.NumberOfPatientRelatedInstances, Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances,
        Tags.NumberOfSeriesRelatedInstances, Tags.InstanceAvailability, Tags.AvailableTransferSyntaxUID, Tags.QueryRetrieveLevel,
        Tags.RetrieveAETitle, Tags.RetrieveURL, Tags.SpecificCharacterSet, Tags.StorageMediaFileSetID,
        Tags.StorageMediaFileSetUID);

    private static readonly FrozenSet<Tag> InstanceColumns = FrozenSet.Create(
        Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.InstanceNumber, Tags.NumberOfFrames, Tags.Rows, Tags.Columns, Tags.BitsAllocated);

    public static bool IsComputed(Tag tag) => All.Contains(tag);

    /// <summary>Answered from columns of the instance row, without its kept header.</summary>
    public static bool IsInstanceColumn(Tag tag) => InstanceColumns.Contains(tag);

    public static bool IsOfPatient(Tag tag) =>
        tag == Tags.NumberOfPatientRelatedStudies || tag == Tags.NumberOfPatientRelatedSeries || tag == Tags.NumberOfPatientRelatedInstances;
}

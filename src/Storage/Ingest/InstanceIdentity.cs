using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Ingest;

/// <summary>The four UIDs that place an instance in the archive; empty where the data set has none.</summary>
internal readonly record struct InstanceIdentity(Uid SopClass, Uid SopInstance, Uid Study, Uid Series)
{
    public static InstanceIdentity Of(DataSet header) => new(
        header.GetUid(Tags.SOPClassUID), header.GetUid(Tags.SOPInstanceUID), header.GetUid(Tags.StudyInstanceUID), header.GetUid(Tags.SeriesInstanceUID));
}

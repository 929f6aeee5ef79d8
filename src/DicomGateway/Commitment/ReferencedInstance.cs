using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Commitment;

/// <summary>An item of Referenced SOP Sequence (0008,1199).</summary>
internal readonly record struct ReferencedInstance(Uid SopClassUid, Uid SopInstanceUid)
{
    public DataSet ToItem() => new DataSet()
        .SetString(Tags.ReferencedSOPClassUID, SopClassUid.Value)
        .SetString(Tags.ReferencedSOPInstanceUID, SopInstanceUid.Value);
}

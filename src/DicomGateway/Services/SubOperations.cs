using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>The tally of a C-MOVE or C-GET (PS3.4 C.4.2.1.6 to C.4.2.1.8).</summary>
internal sealed class SubOperations(int total)
{
    private readonly List<Uid> _failed = [];
    private int _completed;
    private int _warning;

    public SubOperationCounts Running => new(Remaining, _completed, _failed.Count, _warning);

    private int Remaining => total - _completed - _failed.Count - _warning;

    public void Add(Uid sopInstanceUid, DimseStatus status)
    {
        switch (status.Kind)
        {
            case StatusKind.Success:
                _completed++;
                break;
            case StatusKind.Warning:
                _warning++;
                break;
            default:
                _failed.Add(sopInstanceUid);
                break;
        }
    }

    /// <summary>The final status; remaining operations are told only of a cancelled run.</summary>
    public (DimseStatus Status, SubOperationCounts Counts) Conclude(bool isCancelled)
    {
        if (isCancelled)
            return (DimseStatus.Cancel, Running);
        var status = _failed.Count == 0 && _warning == 0 ? DimseStatus.Success
            : _completed == 0 && _warning == 0 ? DimseStatus.UnableToPerformSubOperations
            : DimseStatus.SubOperationsWithFailures;
        return (status, Running with { Remaining = null });
    }

    /// <summary>Failed SOP Instance UID List (0008,0058); null when nothing failed.</summary>
    public DataSet? FailedList() => _failed.Count == 0
        ? null
        : new DataSet().SetString(Tags.FailedSOPInstanceUIDList, [.. _failed.Select(uid => uid.Value)]);
}

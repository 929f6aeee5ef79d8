using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>Any response (PS3.7 9.3). What does not belong to its kind is null.</summary>
/// <param name="Command">Command Field with the top bit set.</param>
/// <param name="MessageIdBeingRespondedTo">Number of the request.</param>
/// <param name="SopClassUid">As in the request.</param>
/// <param name="Status">Outcome.</param>
/// <param name="HasDataSet">An identifier follows.</param>
public sealed record DimseResponse(CommandField Command, ushort MessageIdBeingRespondedTo, Uid SopClassUid, DimseStatus Status, bool HasDataSet = false)
    : DimseMessage(Command, HasDataSet)
{
    /// <summary>Affected SOP Instance UID of a C-STORE, N-ACTION or N-EVENT-REPORT.</summary>
    public Uid? SopInstanceUid { get; init; }

    /// <summary>Action Type ID or Event Type ID of an N-ACTION or N-EVENT-REPORT.</summary>
    public ushort? TypeId { get; init; }

    /// <summary>Sub-operations of a C-GET or C-MOVE.</summary>
    public SubOperationCounts? Counts { get; init; }

    /// <summary>At most 64 characters of ASCII, for a technician; never patient data.</summary>
    public string? ErrorComment { get; init; }

    /// <summary>The answer to a request.</summary>
    public static DimseResponse To(DimseRequest request, DimseStatus status)
    {
        var response = new DimseResponse((CommandField)((ushort)request.Command | 0x8000), request.MessageId, request.SopClassUid, status);
        return request switch
        {
            NActionRequest action => response with { SopInstanceUid = action.SopInstanceUid, TypeId = action.ActionTypeId },
            NEventReportRequest report => response with { SopInstanceUid = report.SopInstanceUid, TypeId = report.EventTypeId },
            _ => response,
        };
    }
}

/// <summary>Counts of a C-GET or C-MOVE (PS3.7 9.3.3.2).</summary>
/// <param name="Remaining">Null in a final response, where it must be absent (PS3.4 C.4.2.1.6), unless the operation was cancelled.</param>
/// <param name="Completed">Without trouble.</param>
/// <param name="Failed">Not stored.</param>
/// <param name="Warning">Stored with a warning.</param>
public readonly record struct SubOperationCounts(int? Remaining, int Completed, int Failed, int Warning);

using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>The command part of a DIMSE message (PS3.7 6.3). The data set, when there is one, follows as a stream.</summary>
/// <param name="Command">Command Field.</param>
/// <param name="HasDataSet">Command Data Set Type is not 0101H: a data set follows.</param>
public abstract record DimseMessage(CommandField Command, bool HasDataSet);

/// <summary>A request that is answered by message number.</summary>
/// <param name="Command">Command Field.</param>
/// <param name="HasDataSet">A data set follows.</param>
/// <param name="MessageId">Chosen by the invoker.</param>
/// <param name="SopClassUid">Affected (or Requested) SOP Class UID; empty when absent.</param>
public abstract record DimseRequest(CommandField Command, bool HasDataSet, ushort MessageId, Uid SopClassUid) : DimseMessage(Command, HasDataSet);

/// <summary>C-ECHO-RQ (PS3.7 9.3.5.1).</summary>
public sealed record CEchoRequest(ushort MessageId, Uid SopClassUid) : DimseRequest(CommandField.CEchoRequest, false, MessageId, SopClassUid);

/// <summary>C-STORE-RQ (PS3.7 9.3.1.1).</summary>
public sealed record CStoreRequest(ushort MessageId, Uid SopClassUid, Uid SopInstanceUid, Priority Priority)
    : DimseRequest(CommandField.CStoreRequest, true, MessageId, SopClassUid)
{
    /// <summary>Set in the sub-operations of a C-MOVE.</summary>
    public MoveOriginator? MoveOriginator { get; init; }
}

/// <summary>C-FIND-RQ (PS3.7 9.3.2.1).</summary>
public sealed record CFindRequest(ushort MessageId, Uid SopClassUid, Priority Priority)
    : DimseRequest(CommandField.CFindRequest, true, MessageId, SopClassUid);

/// <summary>C-GET-RQ (PS3.7 9.3.3.1).</summary>
public sealed record CGetRequest(ushort MessageId, Uid SopClassUid, Priority Priority)
    : DimseRequest(CommandField.CGetRequest, true, MessageId, SopClassUid);

/// <summary>C-MOVE-RQ (PS3.7 9.3.4.1).</summary>
/// <param name="MessageId">Chosen by the invoker.</param>
/// <param name="SopClassUid">A query/retrieve model.</param>
/// <param name="Priority">Wish of the invoker.</param>
/// <param name="Destination">Title to send to; empty when it is no title.</param>
public sealed record CMoveRequest(ushort MessageId, Uid SopClassUid, Priority Priority, AETitle Destination)
    : DimseRequest(CommandField.CMoveRequest, true, MessageId, SopClassUid);

/// <summary>N-ACTION-RQ (PS3.7 10.1.4.1).</summary>
/// <param name="MessageId">Chosen by the invoker.</param>
/// <param name="SopClassUid">Requested SOP Class UID.</param>
/// <param name="SopInstanceUid">Requested SOP Instance UID.</param>
/// <param name="ActionTypeId">Meaning belongs to the SOP class.</param>
/// <param name="HasDataSet">Action information follows.</param>
public sealed record NActionRequest(ushort MessageId, Uid SopClassUid, Uid SopInstanceUid, ushort ActionTypeId, bool HasDataSet)
    : DimseRequest(CommandField.NActionRequest, HasDataSet, MessageId, SopClassUid);

/// <summary>N-EVENT-REPORT-RQ (PS3.7 10.1.1.1).</summary>
/// <param name="MessageId">Chosen by the invoker.</param>
/// <param name="SopClassUid">Affected SOP Class UID.</param>
/// <param name="SopInstanceUid">Affected SOP Instance UID.</param>
/// <param name="EventTypeId">Meaning belongs to the SOP class.</param>
/// <param name="HasDataSet">Event information follows.</param>
public sealed record NEventReportRequest(ushort MessageId, Uid SopClassUid, Uid SopInstanceUid, ushort EventTypeId, bool HasDataSet)
    : DimseRequest(CommandField.NEventReportRequest, HasDataSet, MessageId, SopClassUid);

/// <summary>C-CANCEL-RQ (PS3.7 9.3.2.3): ends a C-FIND, C-GET or C-MOVE; is not answered itself.</summary>
public sealed record CCancelRequest(ushort MessageIdBeingRespondedTo) : DimseMessage(CommandField.CCancelRequest, false);

/// <summary>Any other request; answered with "unrecognized operation" (PS3.7 C.5.24).</summary>
public sealed record UnsupportedRequest(CommandField Command, bool HasDataSet, ushort MessageId, Uid SopClassUid)
    : DimseRequest(Command, HasDataSet, MessageId, SopClassUid);

/// <summary>Priority (0000,0700).</summary>
public enum Priority : ushort
{
    /// <summary>Before what is low.</summary>
    Medium = 0,

    /// <summary>Before all else.</summary>
    High = 1,

    /// <summary>After all else.</summary>
    Low = 2,
}

/// <summary>Who asked for the C-MOVE that a C-STORE is part of (PS3.7 9.3.1.1).</summary>
public sealed record MoveOriginator(AETitle AETitle, ushort MessageId);

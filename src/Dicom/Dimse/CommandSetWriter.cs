using System.Buffers;
using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>Writes a command set in implicit VR little endian with its group length first (PS3.7 6.3.1).</summary>
public static class CommandSetWriter
{
    /// <summary>The bytes of the command part of a message.</summary>
    public static ReadOnlyMemory<byte> Write(DimseMessage message)
    {
        var set = new DataSet();
        switch (message)
        {
            case DimseRequest request:
                AddRequest(set, request);
                break;
            case DimseResponse response:
                AddResponse(set, response);
                break;
            case CCancelRequest cancel:
                Add(set, Tags.MessageIDBeingRespondedTo, cancel.MessageIdBeingRespondedTo);
                break;
        }

        Add(set, Tags.CommandField, (ushort)message.Command);
        Add(set, Tags.CommandDataSetType, message.HasDataSet ? (ushort)0x0001 : (ushort)0x0101);
        set.Set(new DataElement(Tags.CommandGroupLength, VR.UL, new byte[4])); // the writer counts
        var output = new ArrayBufferWriter<byte>(256);
        DataSetWriter.Write(output, set, TransferSyntax.ImplicitVRLittleEndian);
        return output.WrittenMemory;
    }

    private static void AddRequest(DataSet set, DimseRequest request)
    {
        // PS3.7 10.1.4.1: what an N-ACTION works on exists already and is "requested", not "affected".
        Add(set, request is NActionRequest ? Tags.RequestedSOPClassUID : Tags.AffectedSOPClassUID, request.SopClassUid);
        Add(set, Tags.MessageID, request.MessageId);
        switch (request)
        {
            case CStoreRequest store:
                Add(set, Tags.Priority, (ushort)store.Priority);
                Add(set, Tags.AffectedSOPInstanceUID, store.SopInstanceUid);
                if (store.MoveOriginator is { } originator)
                {
                    Add(set, Tags.MoveOriginatorApplicationEntityTitle, VR.AE, originator.AETitle.Value);
                    Add(set, Tags.MoveOriginatorMessageID, originator.MessageId);
                }

                break;
            case CMoveRequest move:
                Add(set, Tags.Priority, (ushort)move.Priority);
                Add(set, Tags.MoveDestination, VR.AE, move.Destination.Value);
                break;
            case NActionRequest action:
                Add(set, Tags.RequestedSOPInstanceUID, action.SopInstanceUid);
                Add(set, Tags.ActionTypeID, action.ActionTypeId);
                break;
            case NEventReportRequest report:
                Add(set, Tags.AffectedSOPInstanceUID, report.SopInstanceUid);
                Add(set, Tags.EventTypeID, report.EventTypeId);
                break;
            case CFindRequest { Priority: var priority }:
                Add(set, Tags.Priority, (ushort)priority);
                break;
            case CGetRequest { Priority: var priority }:
                Add(set, Tags.Priority, (ushort)priority);
                break;
        }
    }

    private static void AddResponse(DataSet set, DimseResponse response)
    {
        if (!response.SopClassUid.IsEmpty)
            Add(set, Tags.AffectedSOPClassUID, response.SopClassUid);
        Add(set, Tags.MessageIDBeingRespondedTo, response.MessageIdBeingRespondedTo);
        Add(set, Tags.Status, response.Status.Code);
        if (response.SopInstanceUid is { } instance)
            Add(set, Tags.AffectedSOPInstanceUID, instance);
        if (response.TypeId is { } type)
            Add(set, response.Command == CommandField.NActionResponse ? Tags.ActionTypeID : Tags.EventTypeID, type);
        if (response.ErrorComment is { Length: > 0 } comment)
            Add(set, Tags.ErrorComment, VR.LO, comment.Length > 64 ? comment[..64] : comment);
        if (response.Counts is not { } counts)
            return;
        if (counts.Remaining is { } remaining)
            Add(set, Tags.NumberOfRemainingSuboperations, Clamp(remaining));
        Add(set, Tags.NumberOfCompletedSuboperations, Clamp(counts.Completed));
        Add(set, Tags.NumberOfFailedSuboperations, Clamp(counts.Failed));
        Add(set, Tags.NumberOfWarningSuboperations, Clamp(counts.Warning));
    }

    // The counts are US: a study of more than 65,535 instances shows the highest number there is.
    private static ushort Clamp(int count) => (ushort)Math.Min(count, ushort.MaxValue);

    private static void Add(DataSet set, Tag tag, ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        set.Set(new DataElement(tag, VR.US, bytes));
    }

    private static void Add(DataSet set, Tag tag, Uid uid) => Add(set, tag, VR.UI, uid.Value);

    private static void Add(DataSet set, Tag tag, VR vr, string text)
    {
        var bytes = new byte[text.Length + (text.Length & 1)];
        bytes.AsSpan().Fill(vr.Padding);
        System.Text.Encoding.ASCII.GetBytes(text, bytes);
        set.Set(new DataElement(tag, vr, bytes));
    }
}

using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>Reads a command set, which is always implicit VR little endian (PS3.7 6.3.1).</summary>
public static class CommandSetReader
{
    private const int NoDataSet = 0x0101;

    /// <summary>Reads the command part of a message.</summary>
    /// <exception cref="MalformedPduException">No data set, or one without the fields its command needs.</exception>
    public static DimseMessage Read(ReadOnlyMemory<byte> bytes)
    {
        DataSet set;
        try
        {
            set = DataSetReader.Read(bytes, TransferSyntax.ImplicitVRLittleEndian);
        }
        catch (MalformedDataSetException malformed)
        {
            throw new MalformedPduException($"The command set cannot be read: {malformed.Message}", malformed.Position);
        }

        var command = (CommandField)Number(set, Tags.CommandField);
        var hasDataSet = Number(set, Tags.CommandDataSetType, NoDataSet) != NoDataSet;
        if (command == CommandField.CCancelRequest)
            return new CCancelRequest(Number(set, Tags.MessageIDBeingRespondedTo));
        return ((ushort)command & 0x8000) != 0 ? ReadResponse(set, command, hasDataSet) : ReadRequest(set, command, hasDataSet);
    }

    private static DimseRequest ReadRequest(DataSet set, CommandField command, bool hasDataSet)
    {
        var id = Number(set, Tags.MessageID);
        var sopClass = set.GetUid(Tags.AffectedSOPClassUID);
        var priority = (Priority)Number(set, Tags.Priority, 0);
        return command switch
        {
            CommandField.CEchoRequest when !hasDataSet => new CEchoRequest(id, sopClass),
            CommandField.CStoreRequest when hasDataSet => new CStoreRequest(id, sopClass, set.GetUid(Tags.AffectedSOPInstanceUID), priority)
            {
                MoveOriginator = Originator(set),
            },
            CommandField.CFindRequest when hasDataSet => new CFindRequest(id, sopClass, priority),
            CommandField.CGetRequest when hasDataSet => new CGetRequest(id, sopClass, priority),
            CommandField.CMoveRequest when hasDataSet => new CMoveRequest(id, sopClass, priority, Title(set, Tags.MoveDestination)),
            CommandField.NActionRequest when set.GetInteger(Tags.ActionTypeID) is { } action => new NActionRequest(
                id, set.GetUid(Tags.RequestedSOPClassUID), set.GetUid(Tags.RequestedSOPInstanceUID), (ushort)action, hasDataSet),
            CommandField.NEventReportRequest when set.GetInteger(Tags.EventTypeID) is { } happened => new NEventReportRequest(
                id, sopClass, set.GetUid(Tags.AffectedSOPInstanceUID), (ushort)happened, hasDataSet),
            _ => new UnsupportedRequest(command, hasDataSet, id, sopClass.IsEmpty ? set.GetUid(Tags.RequestedSOPClassUID) : sopClass),
        };
    }

    private static DimseResponse ReadResponse(DataSet set, CommandField command, bool hasDataSet)
    {
        var status = new DimseStatus(Number(set, Tags.Status));
        var instance = set.GetUid(Tags.AffectedSOPInstanceUID);
        return new DimseResponse(
            command, Number(set, Tags.MessageIDBeingRespondedTo), set.GetUid(Tags.AffectedSOPClassUID), status, hasDataSet)
        {
            SopInstanceUid = instance.IsEmpty ? null : instance,
            TypeId = (ushort?)(set.GetInteger(Tags.ActionTypeID) ?? set.GetInteger(Tags.EventTypeID)),
            ErrorComment = set.GetString(Tags.ErrorComment),
            Counts = command is CommandField.CGetResponse or CommandField.CMoveResponse ? Counts(set) : null,
        };
    }

    private static SubOperationCounts Counts(DataSet set) => new(
        (int?)set.GetInteger(Tags.NumberOfRemainingSuboperations),
        (int?)set.GetInteger(Tags.NumberOfCompletedSuboperations) ?? 0,
        (int?)set.GetInteger(Tags.NumberOfFailedSuboperations) ?? 0,
        (int?)set.GetInteger(Tags.NumberOfWarningSuboperations) ?? 0);

    private static MoveOriginator? Originator(DataSet set)
    {
        var title = Title(set, Tags.MoveOriginatorApplicationEntityTitle);
        return title.Value.Length == 0 ? null : new MoveOriginator(title, Number(set, Tags.MoveOriginatorMessageID, 0));
    }

    private static AETitle Title(DataSet set, Tag tag) => AETitle.TryParse(set.GetString(tag), out var title) ? title : default;

    private static ushort Number(DataSet set, Tag tag, int? otherwise = null)
    {
        var number = set.GetInteger(tag) ?? otherwise
            ?? throw new MalformedPduException(string.Create(CultureInfo.InvariantCulture, $"The command set lacks {tag}."), 0);
        return (ushort)number;
    }
}

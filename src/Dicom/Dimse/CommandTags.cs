using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>The elements of group 0000 used here, by their PS3.7 annex E keywords.</summary>
internal static class CommandTags
{
    public static readonly Tag CommandGroupLength = new(0x0000, 0x0000);
    public static readonly Tag AffectedSOPClassUID = new(0x0000, 0x0002);
    public static readonly Tag RequestedSOPClassUID = new(0x0000, 0x0003);
    public static readonly Tag CommandField = new(0x0000, 0x0100);
    public static readonly Tag MessageID = new(0x0000, 0x0110);
    public static readonly Tag MessageIDBeingRespondedTo = new(0x0000, 0x0120);
    public static readonly Tag MoveDestination = new(0x0000, 0x0600);
    public static readonly Tag Priority = new(0x0000, 0x0700);
    public static readonly Tag CommandDataSetType = new(0x0000, 0x0800);
    public static readonly Tag Status = new(0x0000, 0x0900);
    public static readonly Tag OffendingElement = new(0x0000, 0x0901);
    public static readonly Tag ErrorComment = new(0x0000, 0x0902);
    public static readonly Tag AffectedSOPInstanceUID = new(0x0000, 0x1000);
    public static readonly Tag NumberOfRemainingSuboperations = new(0x0000, 0x1020);
    public static readonly Tag NumberOfCompletedSuboperations = new(0x0000, 0x1021);
    public static readonly Tag NumberOfFailedSuboperations = new(0x0000, 0x1022);
    public static readonly Tag NumberOfWarningSuboperations = new(0x0000, 0x1023);
    public static readonly Tag MoveOriginatorApplicationEntityTitle = new(0x0000, 0x1030);
    public static readonly Tag MoveOriginatorMessageID = new(0x0000, 0x1031);
}

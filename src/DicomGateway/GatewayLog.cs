using System.Net;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway;

/// <summary>Every line this room logs. UIDs and AE titles, never patient attributes.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1001, LogLevel.Information, "Association from {Calling} at {Remote}: {Accepted} of {Proposed} contexts accepted ({Implementation})")]
    public static partial void AssociationAccepted(this ILogger log, string calling, EndPoint? remote, int accepted, int proposed, string? implementation);

    [LoggerMessage(1002, LogLevel.Warning, "Association from {Calling} to {Called} at {Remote} rejected: {Reason}")]
    public static partial void AssociationRejected(this ILogger log, string calling, string called, EndPoint? remote, RejectReason reason);

    [LoggerMessage(1003, LogLevel.Information, "Association from {Calling} at {Remote} ended: {End} after {Seconds:F1} s")]
    public static partial void AssociationEnded(this ILogger log, string calling, string? remote, AssociationEnd end, double seconds);

    [LoggerMessage(1004, LogLevel.Warning, "Connection from {Remote} is no DICOM association: {Reason} (byte {Position})")]
    public static partial void MalformedPdu(this ILogger log, EndPoint? remote, string reason, long position);

    [LoggerMessage(1005, LogLevel.Warning, "Association from {Calling} at {Remote} aborted: {Reason} (byte {Position})")]
    public static partial void MalformedMessage(this ILogger log, string calling, string? remote, string reason, long position);

    [LoggerMessage(1006, LogLevel.Debug, "Connection from {Remote} asked for no association: {Reason}")]
    public static partial void NoAssociationRequested(this ILogger log, EndPoint? remote, string reason);

    [LoggerMessage(1007, LogLevel.Error, "{Command} from {Calling} failed")]
    public static partial void ServiceFailed(this ILogger log, CommandField command, string calling, Exception fault);

    [LoggerMessage(1008, LogLevel.Warning, "Secure connection from {Remote} refused: {Reason}")]
    public static partial void TlsRefused(this ILogger log, EndPoint? remote, string reason);

    [LoggerMessage(1009, LogLevel.Information, "{Path} changed and was read again")]
    public static partial void CertificateRead(this ILogger log, string path);

    [LoggerMessage(1010, LogLevel.Error, "{Path} changed and cannot be used; what was read before stays in use: {Reason}")]
    public static partial void CertificateUnreadable(this ILogger log, string path, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "C-STORE of {SopInstanceUid} from {Calling} refused with {Status}: {Reason}")]
    public static partial void StoreRefused(this ILogger log, Uid sopInstanceUid, string calling, DimseStatus status, string reason);

    [LoggerMessage(1201, LogLevel.Warning, "{Command} from {Calling} refused with {Status}: {Reason}")]
    public static partial void RequestRefused(this ILogger log, CommandField command, string calling, DimseStatus status, string reason);

    [LoggerMessage(1301, LogLevel.Information, "{Command} for {Calling} to {Destination}: {Completed} sent, {Failed} failed, {Warning} with warning")]
    public static partial void Retrieved(this ILogger log, CommandField command, string calling, string destination, int completed, int failed, int warning);

    [LoggerMessage(1302, LogLevel.Warning, "Sending to {Destination} failed: {Reason}")]
    public static partial void DestinationFailed(this ILogger log, string destination, string reason);

    [LoggerMessage(1303, LogLevel.Warning, "{SopInstanceUid} was not sent to {Destination}: {Reason}")]
    public static partial void SubOperationFailed(this ILogger log, Uid sopInstanceUid, string destination, string reason);

    [LoggerMessage(1401, LogLevel.Information, "{Calling} asks for storage commitment of {Count} instances, transaction {TransactionUid}")]
    public static partial void CommitmentAsked(this ILogger log, string calling, Uid transactionUid, int count);

    [LoggerMessage(1402, LogLevel.Information, "{Destination} was told of transaction {TransactionUid}: {Safe} of {Count} instances are committed")]
    public static partial void CommitmentReported(this ILogger log, string destination, Uid transactionUid, int safe, int count);

    [LoggerMessage(1501, LogLevel.Warning, "{Kind} {Subject} for {Destination} failed and is tried again: {Reason}")]
    public static partial void OutboundFailed(this ILogger log, string kind, string subject, string destination, string reason);

    [LoggerMessage(1502, LogLevel.Error, "{Kind} {Subject} for {Destination} was given up: {Reason}")]
    public static partial void OutboundGivenUp(this ILogger log, string kind, string subject, string destination, string reason);

    [LoggerMessage(1503, LogLevel.Error, "{Kind} {Subject} for {Destination} met a fault")]
    public static partial void OutboundFault(this ILogger log, string kind, string subject, string destination, Exception fault);

    [LoggerMessage(1505, LogLevel.Information, "Study {StudyInstanceUid} forwarded to {Destination}: {Count} instances confirmed")]
    public static partial void Forwarded(this ILogger log, string studyInstanceUid, string destination, int count);

    [LoggerMessage(1504, LogLevel.Warning, "The queue of what is to be sent cannot be read at the moment: {Reason}")]
    public static partial void OutboundQueueAway(this ILogger log, string reason);

    [LoggerMessage(1304, LogLevel.Error, "{SopInstanceUid} could not be read for {Destination}")]
    public static partial void InstanceUnreadable(this ILogger log, Uid sopInstanceUid, string destination, Exception fault);
}

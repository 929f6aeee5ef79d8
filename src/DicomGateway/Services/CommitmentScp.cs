using System.IO.Pipelines;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Commitment;
using ImagingGateway.DicomGateway.Outbound.Queue;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>Storage Commitment Push Model (PS3.4 annex J): a request is answered once it is kept; the report follows from <see cref="CommitmentWork"/>.</summary>
internal sealed class CommitmentScp(OutboundTasks tasks, OutboundWorker worker, OpenRequests open, GatewayMeter meter, ILogger<CommitmentScp> log) : IDimseScp
{
    /// <summary>Other nodes leave a fresh request to the one that holds the association.</summary>
    private static readonly TimeSpan Ours = TimeSpan.FromSeconds(30);

    public bool Supports(Uid abstractSyntax) => abstractSyntax == Uids.StorageCommitmentPushModel;

    public async Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken)
    {
        var (status, fault, task) = request is NActionRequest action
            ? await TakeAsync(served, context, action, cancellationToken)
            : (DimseStatus.UnrecognizedOperation, null, null);
        if (fault is not null)
            log.RequestRefused(request.Command, served.CallingAETitle.Value, status, fault);
        await served.RespondAsync(context, DimseResponse.To(request, status) with { ErrorComment = fault }, cancellationToken);
        meter.Operation(request.Command, status);
        if (task is null)
            return;
        open.Add(task.Id, served, context);
        worker.Begin(task);
    }

    private async Task<(DimseStatus Status, string? Fault, OutboundTask? Task)> TakeAsync(
        ServedAssociation served, NegotiatedContext context, NActionRequest action, CancellationToken cancellationToken)
    {
        if (action.SopInstanceUid != Uids.StorageCommitmentPushModelInstance)
            return (DimseStatus.NoSuchInstance, "Only the well-known instance can be acted on (PS3.4 J.3.5).", null);
        if (action.ActionTypeId != CommitmentRequest.ActionType)
            return (DimseStatus.NoSuchAction, "Only action type 1 is known (PS3.4 J.3.2).", null);
        if (!action.HasDataSet || await served.ReadIdentifierAsync(context, cancellationToken) is not { } information)
            return (DimseStatus.ProcessingFailure, "The action information cannot be read.", null);
        var reading = CommitmentRequest.Read(information);
        if (reading.Value is not { } request)
            return (reading.Status, reading.Fault, null);

        var (requestor, transaction, body) = (served.CallingAETitle.Value, request.TransactionUid.Value, request.ToBytes());
        var task = await tasks.AddAsync(CommitmentWork.KindName, requestor, transaction, body, Ours, cancellationToken);
        // A requestor that lost the answer asks again with the same words; other instances under the same UID are a mistake.
        if (task is null && await tasks.FindAsync(CommitmentWork.KindName, requestor, transaction, cancellationToken) is { } earlier && !earlier.Body.AsSpan().SequenceEqual(body))
            return (DimseStatus.DuplicateTransaction, "This Transaction UID was used for other instances.", null);
        log.CommitmentAsked(requestor, request.TransactionUid, request.Instances.Count);
        return (DimseStatus.Success, null, task);
    }
}

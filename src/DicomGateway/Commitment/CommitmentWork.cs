using System.Buffers;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.DicomGateway.Outbound.Queue;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Commitment;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Commitment;

/// <summary>
/// Answers a storage commitment request: waits for what is still in the spool, reads every instance back, and reports by N-EVENT-REPORT
/// on the requestor's association while it is open, else on a new one to its configured address (PS3.4 J.3.3).
/// </summary>
internal sealed class CommitmentWork(
    InstanceVerification verification, IInstanceIngest ingest, StorageOptions storage, OpenRequests open, DicomGatewayOptions options, TimeProvider time,
    ILogger<CommitmentWork> log) : IOutboundWork
{
    public const string KindName = "commitment";

    private static readonly Uid Model = Uids.StorageCommitmentPushModel;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(30);

    public string Kind => KindName;

    public async Task<OutboundOutcome> RunAsync(OutboundTask task, CancellationToken cancellationToken)
    {
        var request = CommitmentRequest.FromBytes(task.Body);
        var waiting = ingest.Waiting(); // before the index is asked: what leaves the spool meanwhile is found there
        if (await IsTooEarlyAsync(task, request, waiting, cancellationToken))
            return new OutboundOutcome.NotYet(Glance);
        var verdicts = new List<(ReferencedInstance, InstanceVerdict)>(request.Instances.Count);
        foreach (var instance in request.Instances)
            verdicts.Add((instance, await JudgeAsync(instance, waiting, cancellationToken)));
        var report = new CommitmentReport(request.TransactionUid, verdicts);
        if (!await IsToldWhereAskedAsync(task, report, cancellationToken) && await TellAsync(task, report, cancellationToken) is { } fault)
            return new OutboundOutcome.Failed(fault);
        log.CommitmentReported(task.Destination, request.TransactionUid, verdicts.Count(verdict => verdict.Item2 == InstanceVerdict.Safe), verdicts.Count);
        return new OutboundOutcome.Done();
    }

    // Bytes under a UID may be in this node's spool, the first ones or a version of them; or, with a shared index, in another's.
    private async Task<bool> IsTooEarlyAsync(OutboundTask task, CommitmentRequest request, WaitingInstances waiting, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - task.Created >= options.CommitmentWait)
            return false;
        foreach (var instance in request.Instances)
        {
            if (waiting.Contains(instance.SopInstanceUid) || (storage.Index != "sqlite" && !await verification.IsPublishedAsync(instance.SopInstanceUid, cancellationToken)))
                return true;
        }

        return false;
    }

    // Whose bytes a UID asks after is not told: while some of them are not published, none are committed.
    private async Task<InstanceVerdict> JudgeAsync(ReferencedInstance instance, WaitingInstances waiting, CancellationToken cancellationToken) =>
        waiting.Contains(instance.SopInstanceUid) ? InstanceVerdict.Waiting : await verification.VerifyAsync(instance.SopClassUid, instance.SopInstanceUid, cancellationToken);

    // False when the association has ended, or no good answer comes on it.
    private async Task<bool> IsToldWhereAskedAsync(OutboundTask task, CommitmentReport report, CancellationToken cancellationToken)
    {
        if (!open.TryTake(task.Id, out var asked))
            return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var response = await asked.Served.InvokeAsync(asked.Context, id => Message(id, report), report.ToDataSet(options.AETitle), patience.Token);
            return IsGood(response.Status);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Null when it was told.
    private async Task<string?> TellAsync(OutboundTask task, CommitmentReport report, CancellationToken cancellationToken)
    {
        if (options.FindPeer(AETitle.Parse(task.Destination)) is not { } peer)
            return $"its address is not known; add {task.Destination} to Dicom:Peers";
        // PS3.4 J.3.3: on an association of its own the SCP is the requestor and has to negotiate its role.
        var proposal = new PresentationContextProposal(1, Model, [TransferSyntax.ExplicitVRLittleEndian.Uid, TransferSyntax.ImplicitVRLittleEndian.Uid]);
        var connection = await DicomScu.ConnectAsync(peer, options.CallingTitle(peer), [proposal], [new RoleSelection(Model, Scu: false, Scp: true)], cancellationToken);
        if (connection is not ScuConnection.Established { Scu: var scu })
            return connection.ToString();
        await using (scu)
        {
            if (scu.Contexts.Find(Model) is not { } context)
                return "it does not accept the Storage Commitment Push Model with this side as SCP";
            var information = new ArrayBufferWriter<byte>();
            DataSetWriter.Write(information, report.ToDataSet(options.AETitle), TransferSyntax.Of(context.TransferSyntax));
            return await scu.ReportAsync(context, id => Message(id, report), information.WrittenMemory, cancellationToken) switch
            {
                ScuOutcome.Answered answered => IsGood(answered.Status) ? null : $"it answered {answered.Status}",
                var lost => ((ScuOutcome.Lost)lost).Reason,
            };
        }
    }

    private static NEventReportRequest Message(ushort id, CommitmentReport report) =>
        new(id, Model, Uids.StorageCommitmentPushModelInstance, report.EventType, HasDataSet: true);

    private static bool IsGood(DimseStatus status) => status.Kind is StatusKind.Success or StatusKind.Warning;
}

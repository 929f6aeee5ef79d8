using System.Diagnostics;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>What C-MOVE and C-GET have in common: locate, run the sub-operations, keep the invoker informed, conclude.</summary>
internal sealed class Retrieval(IInstanceRetrieve retrieve, Questions questions, IAuditTrail audit, GatewayMeter meter, ILogger<Retrieval> log)
{
    /// <summary>The invoker hears of progress after the first instance, and then no more often than a person can read.</summary>
    private static readonly TimeSpan PendingEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a retrieval to its final response.</summary>
    /// <param name="served">The association of the invoker.</param>
    /// <param name="context">Context of the request.</param>
    /// <param name="request">C-MOVE or C-GET.</param>
    /// <param name="destination">For logs and audit.</param>
    /// <param name="open">Makes the target once it is known what will be sent.</param>
    /// <param name="cancellationToken">The connection is gone.</param>
    public async Task RunAsync(
        ServedAssociation served, NegotiatedContext context, DimseRequest request, AETitle destination,
        Func<IReadOnlyList<StoredInstance>, ISubOperationTarget> open, CancellationToken cancellationToken)
    {
        questions.Note();
        if (await served.ReadIdentifierAsync(context, cancellationToken) is not { } identifier)
        {
            await RefuseAsync(served, context, request, DimseStatus.CannotUnderstand, "The identifier cannot be read.", cancellationToken);
            return;
        }

        var reading = RetrieveIdentifier.Read(identifier, QueryModel.Of(context.AbstractSyntax)!);
        if (reading.Value is not { } scope)
        {
            await RefuseAsync(served, context, request, reading.Status, reading.Fault!, cancellationToken);
            return;
        }

        var instances = await LocateAsync(scope, cancellationToken);
        var tally = new SubOperations(instances.Count);
        bool isCancelled;
        await using (var ahead = retrieve.InOrder(instances))
        await using (var target = open(instances))
            isCancelled = await SendAllAsync(served, context, request, ahead.Instances, target, tally, cancellationToken);
        await ConcludeAsync(served, context, request, tally, isCancelled, cancellationToken);

        var counts = tally.Running;
        log.Retrieved(request.Command, served.CallingAETitle.Value, destination.Value, counts.Completed, counts.Failed, counts.Warning);
        await AuditAsync(served, request, destination, instances, counts, isCancelled);
    }

    /// <summary>Answers with a failure and a reason.</summary>
    public async Task RefuseAsync(
        ServedAssociation served, NegotiatedContext context, DimseRequest request, DimseStatus status, string fault, CancellationToken cancellationToken)
    {
        log.RequestRefused(request.Command, served.CallingAETitle.Value, status, fault);
        meter.Operation(request.Command, status);
        await served.RespondAsync(context, DimseResponse.To(request, status) with { ErrorComment = fault }, cancellationToken);
    }

    private async Task<List<StoredInstance>> LocateAsync(RetrieveScope scope, CancellationToken cancellationToken)
    {
        var instances = new List<StoredInstance>();
        await foreach (var instance in retrieve.LocateAsync(scope, cancellationToken))
            instances.Add(instance);
        return instances;
    }

    private async Task<bool> SendAllAsync(
        ServedAssociation served, NegotiatedContext context, DimseRequest request, IReadOnlyList<StoredInstance> instances,
        ISubOperationTarget target, SubOperations tally, CancellationToken cancellationToken)
    {
        var pending = DimseResponse.To(request, DimseStatus.Pending);
        var underWay = new Queue<(StoredInstance Instance, Task<DimseStatus> Storing)>();
        var isCancelled = false;
        long? told = null;
        foreach (var instance in instances)
        {
            while (underWay.Count >= target.Window)
                await SettleAsync();
            isCancelled = target.IsCancelled;
            if (isCancelled)
                break;
            underWay.Enqueue((instance, target.StoreAsync(instance, cancellationToken)));
        }

        while (underWay.Count > 0)
            await SettleAsync();
        return isCancelled;

        async Task SettleAsync()
        {
            var (instance, storing) = underWay.Dequeue();
            var status = await storing;
            tally.Add(instance.SopInstanceUid, status);
            meter.SubOperation(status.Kind);
            if (tally.Running.Remaining == 0 || (told is { } last && Stopwatch.GetElapsedTime(last) < PendingEvery))
                return;
            told = Stopwatch.GetTimestamp();
            await served.RespondAsync(context, pending with { Counts = tally.Running }, cancellationToken);
        }
    }

    private async Task ConcludeAsync(
        ServedAssociation served, NegotiatedContext context, DimseRequest request, SubOperations tally, bool isCancelled, CancellationToken cancellationToken)
    {
        var (status, counts) = tally.Conclude(isCancelled);
        var final = DimseResponse.To(request, status) with { Counts = counts };
        if (tally.FailedList() is { } failed)
            await served.RespondAsync(context, final, failed, cancellationToken);
        else
            await served.RespondAsync(context, final, cancellationToken);
        meter.Operation(request.Command, status);
    }

    private async Task AuditAsync(
        ServedAssociation served, DimseRequest request, AETitle destination, List<StoredInstance> instances, SubOperationCounts counts, bool isCancelled)
    {
        var form = request is CMoveRequest ? AuditForms.DicomMove : AuditForms.DicomGet;
        var outcome = isCancelled || counts.Failed > 0 ? AuditOutcome.Aborted : AuditOutcome.Success;
        foreach (var study in instances.GroupBy(instance => instance.StudyInstanceUid))
        {
            var line = new AuditEvent(
                DateTimeOffset.UtcNow, AuditAction.Retrieve, served.CallingAETitle.Value, served.RemoteAddress, study.Key, null, outcome,
                form.With(destination, study.Count()))
            {
                Bytes = study.Sum(instance => instance.Length), Instances = study.Count(),
            };
            await audit.AppendAsync(line, CancellationToken.None);
        }
    }
}

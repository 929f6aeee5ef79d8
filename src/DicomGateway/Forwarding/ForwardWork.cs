using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.DicomGateway.Outbound.Queue;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Forwarding;

/// <summary>Pushes what is missing of one study to one peer. What the peer confirmed is never sent again, however often the connection breaks.</summary>
internal sealed class ForwardWork(
    ForwardIndex index, IInstanceRetrieve retrieve, InstanceSender sender, DicomGatewayOptions options, ILogger<ForwardWork> log) : IOutboundWork
{
    public const string KindName = "forward";

    public string Kind => KindName;

    public async Task<OutboundOutcome> RunAsync(OutboundTask task, CancellationToken cancellationToken)
    {
        var rules = options.Forward.Where(rule => rule.To.Trim() == task.Destination).ToList();
        if (rules.Count == 0 || options.FindPeer(AETitle.Parse(task.Destination)) is not { } peer)
            return new OutboundOutcome.Done(); // nobody wants it there any more
        var (sent, fault) = (0, default(string));
        foreach (var rule in rules)
        {
            var missing = await index.MissingAsync(rule, task.Subject, cancellationToken);
            var instances = new List<StoredInstance>();
            await foreach (var instance in retrieve.LocateAsync(RetrieveScope.Study(new Uid(task.Subject)), cancellationToken))
            {
                if (missing.Contains(instance.SopInstanceUid))
                    instances.Add(instance);
            }

            var (count, reason) = await SendAsync(peer, rule, instances, cancellationToken);
            (sent, fault) = (sent + count, fault ?? reason);
        }

        log.Forwarded(task.Subject, task.Destination, sent);
        if (fault is not null)
            return new OutboundOutcome.Failed(fault);
        // More may have arrived while this was sent.
        return sent > 0 ? new OutboundOutcome.NotYet(TimeSpan.FromSeconds(2)) : new OutboundOutcome.Done();
    }

    private async Task<(int Sent, string? Fault)> SendAsync(DicomPeer peer, ForwardRule rule, List<StoredInstance> instances, CancellationToken cancellationToken)
    {
        var proposals = StoreProposals.For(instances.Select(instance => (instance.SopClassUid, instance.TransferSyntaxUid)));
        var (sent, fault) = (0, default(string));
        foreach (var batch in instances.GroupBy(instance => proposals.BatchOf(instance.SopClassUid, instance.TransferSyntaxUid)))
        {
            var connection = await DicomScu.ConnectAsync(peer, options.CallingTitle(peer), proposals.Batches[batch.Key], cancellationToken);
            if (connection is not ScuConnection.Established { Scu: var scu })
                return (sent, connection.ToString());
            await using (scu)
            {
                foreach (var group in batch.Chunk(scu.Window))
                {
                    var outcomes = await Task.WhenAll(group.Select(instance => SendAsync(scu, instance, cancellationToken)));
                    var confirmed = group.Zip(outcomes).Where(pair => pair.Second is null).Select(pair => pair.First.SopInstanceUid).ToList();
                    await index.ConfirmedAsync(rule, confirmed, cancellationToken);
                    sent += confirmed.Count;
                    fault ??= outcomes.FirstOrDefault(outcome => outcome is not null);
                    if (scu.IsLost)
                        return (sent, fault);
                }
            }
        }

        return (sent, fault);
    }

    // Null when the peer has it.
    private async Task<string?> SendAsync(DicomScu scu, StoredInstance instance, CancellationToken cancellationToken)
    {
        if (sender.Plan(instance, scu.Contexts, context => context.RequestorIsScu) is not { } plan)
            return $"the peer does not accept SOP class {instance.SopClassUid} in transfer syntax {instance.TransferSyntaxUid}";
        return await scu.StoreAsync(sender, plan, null, cancellationToken) switch
        {
            ScuOutcome.Answered { Status.Kind: StatusKind.Success or StatusKind.Warning } => null,
            ScuOutcome.Answered answered => $"the peer answered {answered.Status}",
            var lost => ((ScuOutcome.Lost)lost).Reason,
        };
    }
}

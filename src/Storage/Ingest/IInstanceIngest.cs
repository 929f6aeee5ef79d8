using System.IO.Pipelines;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// The one door. Bytes go to the spool while the same pass scans the header and hashes; the outcome is given only after
/// they are flushed to disk. Publishing (object store, then index) follows on its own.
/// </summary>
public interface IInstanceIngest
{
    /// <summary>Reads <paramref name="content"/> to its end with back-pressure.</summary>
    /// <exception cref="OperationCanceledException">The peer went away; nothing is kept.</exception>
    async Task<IngestOutcome> IngestAsync(IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken) =>
        await await ReceiveAsync(incoming, content, cancellationToken);

    /// <summary>
    /// Like <see cref="IngestAsync"/>, in two steps: done when <paramref name="content"/> is read to its end, with the outcome still to come.
    /// Whoever gets several instances by one request lets the disk flush one while the next is read.
    /// </summary>
    /// <exception cref="OperationCanceledException">The peer went away; nothing is kept.</exception>
    Task<Task<IngestOutcome>> ReceiveAsync(IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken);

    /// <summary>Completes when everything acknowledged before the call is visible.</summary>
    Task WhenPublishedAsync(CancellationToken cancellationToken);

    /// <summary>What is acknowledged and not yet visible, of all processes on this data directory; a few names too many rather than one too few.</summary>
    WaitingInstances Waiting();
}

using System.Collections.Concurrent;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;

namespace ImagingGateway.DicomGateway.Commitment;

/// <summary>Associations on which a commitment was asked for and that are still open: the report may go back there.</summary>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<string, (ServedAssociation Served, NegotiatedContext Context)> _open = new(StringComparer.Ordinal);

    /// <summary>Forgotten when the association ends.</summary>
    public void Add(string taskId, ServedAssociation served, NegotiatedContext context)
    {
        _open[taskId] = (served, context);
        _ = served.Association.Invocations.Ended.ContinueWith(_ => _open.TryRemove(taskId, out (ServedAssociation, NegotiatedContext) _), TaskScheduler.Default);
    }

    /// <summary>At most once for a task: what failed there goes on an association of its own.</summary>
    public bool TryTake(string taskId, out (ServedAssociation Served, NegotiatedContext Context) open) => _open.TryRemove(taskId, out open);
}

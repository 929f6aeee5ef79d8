using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// Studies with images that came to this node by STOW-RS, were answered, and are still on their way into packs. Who sends by HTTP and asks next shall
/// see what was sent: so the reader of such a study waits, and nobody else. A store that takes instances as they come knows none: there the sender waits
/// that moment.
/// </summary>
public sealed class UnpublishedStudies(IObjectStore objects, TimeProvider time)
{
    /// <summary>Instances remembered at once; who asks for others is answered with what is visible.</summary>
    private const int Most = 65_536;

    /// <summary>A pack is closed after half a second of silence, and sent within a second or so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Unpublished> _instances = [];
    private readonly Dictionary<Uid, Unpublished> _studies = [];

    /// <summary>STOW-RS answers as soon as everything is durable: what it brought waits for others of its series.</summary>
    public bool ReadersWait => objects.Packing is not null;

    public bool Contains(Uid study)
    {
        lock (_gate)
            return _studies.ContainsKey(study);
    }

    /// <summary>
    /// Completes when what this node acknowledged of the study is visible, at once when it all is, and after two seconds in any case. Who waited in vain spares
    /// the next ones that wait: the object store is down or slow.
    /// </summary>
    public async Task WhenPublishedAsync(Uid study, CancellationToken cancellationToken)
    {
        Unpublished? awaited;
        lock (_gate)
            _studies.TryGetValue(study, out awaited);
        if (awaited is null)
            return;
        try
        {
            await awaited.Published.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (_gate)
                Forget(awaited);
        }
    }

    /// <summary>Called before the instance can be published.</summary>
    internal void Acknowledged(StagedObject staged)
    {
        if (!ReadersWait || staged.Source.Origin != IngestOrigin.StowRs)
            return;
        lock (_gate)
        {
            if (_instances.Count >= Most)
                return;
            if (!_studies.TryGetValue(staged.Identity.Study, out var study))
                _studies.Add(staged.Identity.Study, study = new Unpublished(staged.Identity.Study));
            study.Instances++;
            _instances.Add(staged.Entry.Id, study);
        }
    }

    /// <summary>The instance is visible, or nobody knows when it will be.</summary>
    internal void Settled(SpoolEntry entry)
    {
        lock (_gate)
        {
            if (!_instances.Remove(entry.Id, out var study) || --study.Instances > 0)
                return;
            Forget(study);
            study.Published.SetResult();
        }
    }

    private void Forget(Unpublished study)
    {
        if (_studies.GetValueOrDefault(study.Uid) == study)
            _studies.Remove(study.Uid);
    }

    private sealed class Unpublished(Uid uid)
    {
        public Uid Uid { get; } = uid;

        public int Instances { get; set; }

        public TaskCompletionSource Published { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

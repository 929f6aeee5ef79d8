using System.Data.Common;
using System.Runtime.InteropServices;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>Makes instances visible: one transaction for everything that arrived in the last moments, from any association.</summary>
internal sealed class PublicationIndex(IIndexBackend backend) : IPublicationIndex, IDisposable
{
    private const int Attempts = 6;

    // Ids a record may need at most is not known before its terms are; this covers any real study and is checked when used.
    private const int IdsPerRecord = 5;

    private readonly IdAllocator _ids = new(backend);
    private readonly KnownStudies _known = new();
    private readonly PublishStatements _statements = new(backend);
    private readonly Statement _keep = new($"delete from removals where {backend.IsAnyOf("object_name", "@names")}", "names");

    public async Task<IReadOnlyList<PublishOutcome>> PublishAsync(IReadOnlyList<InstanceRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return [];
        var prepared = new PreparedInstance[records.Count];
        for (var index = 0; index < prepared.Length; index++)
            prepared[index] = new PreparedInstance(records[index]);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PublishOnceAsync(prepared, cancellationToken);
            }
            catch (DbException conflict)
            {
                _known.Clear();
                if (attempt == Attempts || !backend.IsConflict(conflict))
                    throw;
            }
        }
    }

    public async Task KeepAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken)
    {
        if (!await AnyRemovalAsync(cancellationToken))
            return;
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        session.Queue(_keep, backend.ListOf(objects));
        await session.CommitAsync(cancellationToken);
    }

    public void Dispose() => _ids.Dispose();

    private async Task<bool> AnyRemovalAsync(CancellationToken cancellationToken)
    {
        await using var command = backend.DataSource.CreateCommand("select 1 from removals limit 1");
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private async Task<IReadOnlyList<PublishOutcome>> PublishOnceAsync(PreparedInstance[] instances, CancellationToken cancellationToken)
    {
        // Facts of studies that are not known yet are read before the transaction: the lock is held for rows only.
        var newcomers = new Dictionary<SeriesName, Newcomer>();
        var met = new Dictionary<string, KnownStudy?>(StringComparer.Ordinal);
        foreach (var instance in instances)
        {
            if (!met.TryGetValue(instance.Study, out var known))
                met.Add(instance.Study, known = _known.Find(instance.Study));
            if (known is null || !known.Series.ContainsKey(instance.Series))
            {
                ref var newcomer = ref CollectionsMarshal.GetValueRefOrAddDefault(newcomers, instance.SeriesName, out _);
                newcomer ??= Newcomer.Of(instance);
            }
        }

        var ids = await _ids.TakeAsync((instances.Length * IdsPerRecord) + newcomers.Values.Sum(newcomer => newcomer.Facts.Terms.Count + 1), cancellationToken);
        await using var session = await backend.BeginWriteAsync(cancellationToken);
        var lookups = new PublishLookups(_statements, backend, session);
        await lookups.LoadAsync(instances, met, newcomers, cancellationToken);
        var batch = new PublishBatch(lookups, session, newcomers, ids);
        var outcomes = batch.Run(instances);
        await session.CommitAsync(cancellationToken);
        foreach (var (uid, study) in batch.Studies)
            _known.Remember(uid, study);
        return outcomes;
    }
}

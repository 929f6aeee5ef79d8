namespace ImagingGateway.Storage.Index.Publication;

/// <summary>What the database already has of a batch: a handful of queries, however many studies the batch touches.</summary>
internal sealed class PublishLookups(PublishStatements statements, IIndexBackend backend, WriteSession session)
{
    /// <summary>SOP instances that are there, with the study that owns them and the hashes of all their versions.</summary>
    public Dictionary<string, PresentInstance> Present { get; } = new(StringComparer.Ordinal);

    /// <summary>Studies met by this transaction.</summary>
    public Dictionary<string, StudyWork> Studies { get; } = new(StringComparer.Ordinal);

    /// <summary>Row ids of patients by identity.</summary>
    public Dictionary<string, long> Patients { get; } = new(StringComparer.Ordinal);

    public Dictionary<Term, long> Terms { get; } = [];

    /// <summary>Row ids of packs by the name of their object.</summary>
    public Dictionary<string, long> Packs { get; } = new(StringComparer.Ordinal);

    public async Task LoadAsync(
        PreparedInstance[] instances, IReadOnlyDictionary<string, KnownStudy?> known, IReadOnlyDictionary<SeriesName, Newcomer> newcomers, CancellationToken cancellationToken)
    {
        await LoadPresentAsync(instances, cancellationToken);
        await LoadPacksAsync(instances, cancellationToken);
        foreach (var (uid, study) in known)
        {
            if (study is not null)
                Studies.Add(uid, new StudyWork(uid, study));
        }

        if (newcomers.Count == 0)
            return;
        await LoadStudiesAsync([.. known.Where(study => study.Value is null).Select(study => study.Key)], cancellationToken);
        await LoadSeriesAsync(newcomers.Keys, cancellationToken);
        await LoadPatientsAsync(newcomers, cancellationToken);
        await LoadTermsAsync(newcomers, cancellationToken);
    }

    private async Task LoadPresentAsync(PreparedInstance[] instances, CancellationToken cancellationToken)
    {
        var uids = backend.ListOf([.. instances.Select(instance => instance.SopInstance).Distinct(StringComparer.Ordinal)]);
        foreach (var (sop, sha256, owner) in await session.QueryAsync(
            statements.FindInstances, [uids], row => (row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetString(2)), cancellationToken))
            Present.Add(sop, new PresentInstance(owner, [sha256]));
        if (Present.Count == 0)
            return;
        foreach (var (sop, sha256) in await session.QueryAsync(
            statements.FindVersions, [uids], row => (row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellationToken))
        {
            if (Present.TryGetValue(sop, out var present))
                present.Hashes.Add(sha256);
        }
    }

    private async Task LoadPacksAsync(PreparedInstance[] instances, CancellationToken cancellationToken)
    {
        var names = instances.Select(instance => instance.PackName).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
            return;
        foreach (var (name, id) in await session.QueryAsync(
            statements.FindPacks, [backend.ListOf(names)], row => (row.GetString(0), row.GetInt64(1)), cancellationToken))
            Packs.Add(name, id);
    }

    private async Task LoadStudiesAsync(string[] uids, CancellationToken cancellationToken)
    {
        if (uids.Length == 0)
            return;
        foreach (var study in await session.QueryAsync(
            statements.FindStudies, [backend.ListOf(uids)],
            row => new StudyWork(row.GetString(0), row.GetInt64(1), row.GetInt64(2), StudyWork.Split(row.GetString(3)), StudyWork.Split(row.GetString(4))), cancellationToken))
            Studies.Add(study.Uid, study);
    }

    private async Task LoadSeriesAsync(IEnumerable<SeriesName> names, CancellationToken cancellationToken)
    {
        var wanted = names.Where(name => Studies.ContainsKey(name.Study)).ToArray();
        if (wanted.Length == 0)
            return;
        var studies = backend.ListOf([.. wanted.Select(name => Studies[name.Study].Id).Distinct()]);
        var series = backend.ListOf([.. wanted.Select(name => name.Series).Distinct(StringComparer.Ordinal)]);
        foreach (var (study, uid, id) in await session.QueryAsync(
            statements.FindSeries, [studies, series], row => (row.GetString(0), row.GetString(1), row.GetInt64(2)), cancellationToken))
        {
            if (Studies[study].Find(uid) is null)
                Studies[study].Add(uid, id, isNew: false);
        }
    }

    private async Task LoadPatientsAsync(IReadOnlyDictionary<SeriesName, Newcomer> newcomers, CancellationToken cancellationToken)
    {
        var identities = newcomers.Where(one => !Studies.ContainsKey(one.Key.Study)).Select(one => one.Value.PatientIdentity).Distinct(StringComparer.Ordinal).ToArray();
        if (identities.Length == 0)
            return;
        foreach (var (identity, id) in await session.QueryAsync(
            statements.FindPatients, [backend.ListOf(identities)], row => (row.GetString(0), row.GetInt64(1)), cancellationToken))
            Patients.Add(identity, id);
    }

    private async Task LoadTermsAsync(IReadOnlyDictionary<SeriesName, Newcomer> newcomers, CancellationToken cancellationToken)
    {
        var words = newcomers.SelectMany(one => Studies.ContainsKey(one.Key.Study) ? [one.Value.Series.Modality] : one.Value.Facts.Terms.Select(term => term.Word).Append(one.Value.Series.Modality))
            .Distinct(StringComparer.Ordinal).ToArray();
        foreach (var (term, id) in await session.QueryAsync(
            statements.FindTerms, [backend.ListOf(words)], row => (new Term((TermKind)row.GetInt32(1), row.GetString(2)), row.GetInt64(0)), cancellationToken))
            Terms.Add(term, id);
    }
}

/// <summary>A SOP instance that is there.</summary>
internal sealed record PresentInstance(string Study, List<byte[]> Hashes);

/// <summary>A series as a batch names it: the same series UID under two studies is two series.</summary>
internal readonly record struct SeriesName(string Study, string Series);

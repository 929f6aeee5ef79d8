namespace ImagingGateway.Storage.Index.Publication;

/// <summary>What one transaction does to one study; shared state changes only when <see cref="ToKnown"/> is remembered after the commit.</summary>
internal sealed class StudyWork
{
    private readonly Dictionary<string, SeriesWork> _series = new(StringComparer.Ordinal);
    private readonly KnownStudy? _known;
    private readonly HashSet<string> _modalities;
    private readonly HashSet<string> _sopClasses;
    private readonly List<string> _newModalities = [];
    private readonly List<string> _newSopClasses = [];
    private int _newInstances;
    private long _newBytes;
    private long _changedAt;

    public StudyWork(string uid, long id, long sortKey, IEnumerable<string> modalities, IEnumerable<string> sopClasses)
    {
        (Uid, Id, SortKey) = (uid, id, sortKey);
        _modalities = new HashSet<string>(modalities, StringComparer.Ordinal);
        _sopClasses = new HashSet<string>(sopClasses, StringComparer.Ordinal);
    }

    public StudyWork(string uid, KnownStudy known)
        : this(uid, known.Id, known.SortKey, known.Modalities, known.SopClasses) => _known = known;

    public string Uid { get; }

    public long Id { get; }

    public long SortKey { get; }

    public static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    public SeriesWork? Find(string uid)
    {
        if (_series.TryGetValue(uid, out var work))
            return work;
        return _known is not null && _known.Series.TryGetValue(uid, out var id) ? Add(uid, id, isNew: false) : null;
    }

    public SeriesWork Add(string uid, long id, bool isNew)
    {
        var work = new SeriesWork(id, isNew);
        _series.Add(uid, work);
        return work;
    }

    /// <summary>True when the study did not have this modality.</summary>
    public bool AddModality(string modality)
    {
        if (modality.Length == 0 || !_modalities.Add(modality))
            return false;
        _newModalities.Add(modality);
        return true;
    }

    public void Count(PreparedInstance instance)
    {
        _newInstances++;
        _newBytes += instance.Record.Length;
        _changedAt = Math.Max(_changedAt, instance.ReceivedAt);
        if (_sopClasses.Add(instance.Record.SopClassUid.Value))
            _newSopClasses.Add(instance.Record.SopClassUid.Value);
    }

    /// <summary>Writes the counts: one statement per study and series, however many instances came.</summary>
    public void Settle(WriteSession session)
    {
        foreach (var series in _series.Values.Where(series => series.NewInstances > 0))
            session.Queue(PublishStatements.GrowSeries, series.Id, series.NewInstances);
        if (_newInstances == 0)
            return;
        session.Queue(PublishStatements.GrowStudy, Id, _series.Values.Count(series => series.IsNew), _newInstances, _newBytes, _changedAt);
        foreach (var modality in _newModalities)
            session.Queue(PublishStatements.AddModality, Id, modality);
        foreach (var sopClass in _newSopClasses)
            session.Queue(PublishStatements.AddSopClass, Id, sopClass);
    }

    public KnownStudy ToKnown()
    {
        var series = new Dictionary<string, long>(_known?.Series ?? new Dictionary<string, long>(), StringComparer.Ordinal);
        foreach (var (uid, work) in _series)
            series[uid] = work.Id;
        return new KnownStudy(Id, SortKey, series, _modalities, _sopClasses);
    }
}

/// <summary>What one transaction does to one series.</summary>
internal sealed class SeriesWork(long id, bool isNew)
{
    public long Id { get; } = id;

    public bool IsNew { get; } = isNew;

    public int NewInstances { get; set; }
}

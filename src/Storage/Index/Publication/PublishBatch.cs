using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>One publishing transaction: what is there already, what is new, and the counts that follow.</summary>
internal sealed class PublishBatch(
    PublishStatements statements, IIndexBackend backend, WriteSession session, IReadOnlyDictionary<string, KnownStudy?> known, IReadOnlyDictionary<string, Newcomer> newcomers, IdRange ids)
{
    private readonly Dictionary<string, List<byte[]>> _present = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StudyWork> _studies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _patients = new(StringComparer.Ordinal);
    private readonly Dictionary<Term, long> _terms = [];
    private long _nextId = ids.First;

    public static string SeriesName(PreparedInstance instance) => $"{instance.Study} {instance.Series}";

    public async Task<PublishOutcome[]> RunAsync(PreparedInstance[] instances, CancellationToken cancellationToken)
    {
        await FindPresentAsync(instances, cancellationToken);
        var outcomes = new PublishOutcome[instances.Length];
        // Nodes that publish into the same studies lock their rows in the same order.
        foreach (var index in Enumerable.Range(0, instances.Length).OrderBy(index => instances[index].Study, StringComparer.Ordinal))
            outcomes[index] = await PublishAsync(instances[index], cancellationToken);
        foreach (var work in _studies.Values.OrderBy(work => work.Uid, StringComparer.Ordinal))
            work.Settle(session);
        return outcomes;
    }

    /// <summary>After the commit: later batches need not ask again.</summary>
    public IEnumerable<(string Uid, KnownStudy Study)> Studies => _studies.Values.Select(work => (work.Uid, work.ToKnown()));

    private long NextId() => _nextId < ids.First + ids.Count ? _nextId++ : throw new InvalidOperationException("More row ids are used than were taken.");

    private async Task FindPresentAsync(PreparedInstance[] instances, CancellationToken cancellationToken)
    {
        var uids = backend.ListOf([.. instances.Select(instance => instance.SopInstance).Distinct(StringComparer.Ordinal)]);
        await RememberPresentAsync(statements.FindInstances, uids, cancellationToken);
        if (_present.Count > 0)
            await RememberPresentAsync(statements.FindVersions, uids, cancellationToken);
    }

    private async Task RememberPresentAsync(Statement find, object uids, CancellationToken cancellationToken)
    {
        foreach (var (sop, sha256) in await session.QueryAsync(find, [uids], row => (row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellationToken))
        {
            if (!_present.TryAdd(sop, [sha256]))
                _present[sop].Add(sha256);
        }
    }

    private async Task<PublishOutcome> PublishAsync(PreparedInstance instance, CancellationToken cancellationToken)
    {
        if (_present.TryGetValue(instance.SopInstance, out var present))
        {
            if (present.Exists(sha256 => sha256.AsSpan().SequenceEqual(instance.Sha256)))
                return PublishOutcome.AlreadyPresent;
            present.Add(instance.Sha256);
            await KeepVersionAsync(instance, cancellationToken);
            return PublishOutcome.KeptAsVersion;
        }

        _present.Add(instance.SopInstance, [instance.Sha256]);
        var study = await StudyOfAsync(instance, cancellationToken);
        var series = await SeriesOfAsync(study, instance, cancellationToken);
        var id = NextId();
        var record = instance.Record;
        session.Queue(
            PublishStatements.InsertInstance, id, series.Id, instance.SopInstance, record.SopClassUid.Value, record.TransferSyntaxUid.Value,
            instance.InstanceNumber, record.NumberOfFrames, instance.Rows, instance.Columns, instance.BitsAllocated, record.ObjectKey, instance.ObjectHash,
            record.Length, record.DataSetOffset, instance.Sha256, instance.PixelSha256, record.IsTruncated ? 1 : 0, (int)record.Source.Origin,
            record.Source.CallingAETitle?.Value, record.Source.CalledAETitle?.Value, IndexText.Of(record.Source.RemoteAddress), IndexText.Of(record.Source.UserName), instance.ReceivedAt);
        session.Queue(PublishStatements.InsertHeader, id, instance.Metadata, instance.FrameIndex, instance.BulkData);
        series.NewInstances++;
        study.Count(instance);
        return PublishOutcome.Added;
    }

    private async Task KeepVersionAsync(PreparedInstance instance, CancellationToken cancellationToken)
    {
        var record = instance.Record;
        session.Queue(
            PublishStatements.InsertVersion, NextId(), instance.SopInstance, instance.Study, instance.Series, record.SopClassUid.Value,
            record.TransferSyntaxUid.Value, record.ObjectKey, instance.ObjectHash, record.Length, record.DataSetOffset, instance.Sha256, instance.PixelSha256,
            instance.Metadata, instance.FrameIndex, instance.BulkData, (int)record.Source.Origin, record.Source.CallingAETitle?.Value,
            record.Source.CalledAETitle?.Value, IndexText.Of(record.Source.RemoteAddress), IndexText.Of(record.Source.UserName), instance.ReceivedAt, 1);
        // Shown where a person will look: at the study whose instance is in question.
        var owner = await session.QueryAsync(PublishStatements.OwnerOf, [instance.SopInstance], row => row.GetString(0), cancellationToken);
        session.Queue(PublishStatements.CountVersion, owner.Count > 0 ? owner[0] : instance.Study);
    }

    private async Task<StudyWork> StudyOfAsync(PreparedInstance instance, CancellationToken cancellationToken)
    {
        if (_studies.TryGetValue(instance.Study, out var work))
            return work;
        if (known[instance.Study] is { } remembered)
            work = new StudyWork(instance.Study, remembered);
        else
            work = await FindStudyAsync(instance, cancellationToken) ?? await AddStudyAsync(instance, cancellationToken);
        _studies.Add(instance.Study, work);
        return work;
    }

    private async Task<StudyWork?> FindStudyAsync(PreparedInstance instance, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            PublishStatements.FindStudy, [instance.Study],
            row => new StudyWork(instance.Study, row.GetInt64(0), row.GetInt64(1), StudyWork.Split(row.GetString(2)), StudyWork.Split(row.GetString(3))), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<StudyWork> AddStudyAsync(PreparedInstance instance, CancellationToken cancellationToken)
    {
        var newcomer = newcomers[SeriesName(instance)];
        var facts = newcomer.Facts;
        var patient = await PatientOfAsync(instance, newcomer, cancellationToken);
        var work = new StudyWork(instance.Study, NextId(), facts.SortKey(instance.Record.ReceivedAt), [], []) { IsNew = true };
        session.Queue(
            PublishStatements.InsertStudy, work.Id, patient, instance.Study, work.SortKey, facts.StudyDate, facts.StudyTime, facts.Accession,
            facts.PatientId, facts.Issuer, facts.StudyId, facts.NameKey, facts.ReferringKey, facts.BirthDate, facts.Sex, facts.PatientName,
            facts.BirthDateText, facts.Description, facts.ReferringName, facts.Institution, ",", ",", 0, 0, 0L, 0, instance.ReceivedAt,
            instance.ReceivedAt, newcomer.StudyAttributes);
        await PostAsync(work, facts.Terms, cancellationToken);
        return work;
    }

    private async Task<long> PatientOfAsync(PreparedInstance instance, Newcomer newcomer, CancellationToken cancellationToken)
    {
        var facts = newcomer.Facts;
        var identity = facts.PatientIdentity(instance.Record.StudyInstanceUid);
        if (!_patients.TryGetValue(identity, out var id))
        {
            var found = await session.QueryAsync(PublishStatements.FindPatient, [identity], row => row.GetInt64(0), cancellationToken);
            id = found.Count > 0 ? found[0] : 0;
        }

        if (id > 0)
        {
            // The newest study tells how the patient is called; each study keeps what it came with.
            session.Queue(PublishStatements.UpdatePatient, id, facts.NameKey, facts.BirthDate, facts.Sex, newcomer.PatientAttributes);
            _patients[identity] = id;
            return id;
        }

        id = NextId();
        _patients[identity] = id;
        session.Queue(
            PublishStatements.InsertPatient, id, identity, facts.PatientId, facts.Issuer, facts.NameKey, facts.BirthDate, facts.Sex, newcomer.PatientAttributes);
        return id;
    }

    private async Task<SeriesWork> SeriesOfAsync(StudyWork study, PreparedInstance instance, CancellationToken cancellationToken)
    {
        if (study.Find(instance.Series) is { } work)
            return work;
        if (!study.IsNew)
        {
            var found = await session.QueryAsync(PublishStatements.FindSeries, [study.Id, instance.Series], row => row.GetInt64(0), cancellationToken);
            if (found.Count > 0)
                return study.Add(instance.Series, found[0], isNew: false);
        }

        work = study.Add(instance.Series, NextId(), isNew: true);
        var facts = newcomers[SeriesName(instance)].Series;
        session.Queue(
            PublishStatements.InsertSeries, work.Id, study.Id, instance.Series, facts.Number, facts.Modality, facts.Description, facts.BodyPart,
            facts.Station, facts.StepDate, facts.StepTime, 0, instance.ReceivedAt, facts.Attributes);
        if (study.AddModality(facts.Modality))
            await PostAsync(study, [new Term(TermKind.Modality, facts.Modality)], cancellationToken);
        return work;
    }

    private async Task PostAsync(StudyWork study, IReadOnlyList<Term> terms, CancellationToken cancellationToken)
    {
        var unmet = terms.Where(term => !_terms.ContainsKey(term)).Select(term => term.Word).Distinct(StringComparer.Ordinal).ToArray();
        if (unmet.Length > 0)
        {
            foreach (var (term, id) in await session.QueryAsync(
                statements.FindTerms, [backend.ListOf(unmet)], row => (new Term((TermKind)row.GetInt32(1), row.GetString(2)), row.GetInt64(0)), cancellationToken))
                _terms[term] = id;
        }

        foreach (var term in terms)
        {
            if (!_terms.TryGetValue(term, out var id))
            {
                _terms[term] = id = NextId();
                session.Queue(PublishStatements.InsertTerm, id, (int)term.Kind, term.Word);
            }

            session.Queue(PublishStatements.InsertPosting, id, study.SortKey, study.Id);
        }
    }
}

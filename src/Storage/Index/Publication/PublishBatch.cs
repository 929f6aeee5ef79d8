using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>One publishing transaction: which instances are new, the rows that follow, and the counts.</summary>
internal sealed class PublishBatch(PublishLookups lookups, WriteSession session, IReadOnlyDictionary<SeriesName, Newcomer> newcomers, IdRange ids)
{
    private long _nextId = ids.First;

    /// <summary>After the commit: later batches need not ask again.</summary>
    public IEnumerable<(string Uid, KnownStudy Study)> Studies => lookups.Studies.Values.Select(work => (work.Uid, work.ToKnown()));

    public PublishOutcome[] Run(PreparedInstance[] instances)
    {
        var outcomes = new PublishOutcome[instances.Length];
        // Nodes that publish into the same studies lock their rows in the same order.
        foreach (var index in Enumerable.Range(0, instances.Length).OrderBy(index => instances[index].Study, StringComparer.Ordinal))
            outcomes[index] = Publish(instances[index]);
        foreach (var work in lookups.Studies.Values.OrderBy(work => work.Uid, StringComparer.Ordinal))
            work.Settle(session);
        return outcomes;
    }

    private long NextId() => _nextId < ids.First + ids.Count ? _nextId++ : throw new InvalidOperationException("More row ids are used than were taken.");

    private PublishOutcome Publish(PreparedInstance instance)
    {
        if (lookups.Present.TryGetValue(instance.SopInstance, out var present))
        {
            if (present.Hashes.Exists(sha256 => sha256.AsSpan().SequenceEqual(instance.Sha256)))
                return PublishOutcome.AlreadyPresent;
            present.Hashes.Add(instance.Sha256);
            KeepVersion(instance, present.Study);
            return PublishOutcome.KeptAsVersion;
        }

        lookups.Present.Add(instance.SopInstance, new PresentInstance(instance.Study, [instance.Sha256]));
        var study = StudyOf(instance);
        var series = SeriesOf(study, instance);
        var id = NextId();
        var record = instance.Record;
        session.Queue(
            PublishStatements.InsertInstance, id, series.Id, instance.SopInstance, record.SopClassUid.Value, record.TransferSyntaxUid.Value,
            instance.InstanceNumber, record.NumberOfFrames, instance.Rows, instance.Columns, instance.BitsAllocated, record.ObjectKey, instance.ObjectHash,
            record.Length, record.DataSetOffset, instance.Sha256, instance.PixelSha256, record.IsTruncated ? 1 : 0, (int)record.Source.Origin,
            record.Source.CallingAETitle?.Value, record.Source.CalledAETitle?.Value, IndexText.Of(record.Source.RemoteAddress), IndexText.Of(record.Source.UserName), instance.ReceivedAt,
            PackOf(instance), instance.PackOffset);
        session.Queue(PublishStatements.InsertHeader, id, instance.Metadata, instance.FrameIndex, instance.BulkData);
        series.NewInstances++;
        study.Count(instance);
        return PublishOutcome.Added;
    }

    private void KeepVersion(PreparedInstance instance, string owner)
    {
        var record = instance.Record;
        session.Queue(
            PublishStatements.InsertVersion, NextId(), instance.SopInstance, instance.Study, instance.Series, record.SopClassUid.Value,
            record.TransferSyntaxUid.Value, record.ObjectKey, instance.ObjectHash, record.Length, record.DataSetOffset, instance.Sha256, instance.PixelSha256,
            instance.Metadata, instance.FrameIndex, instance.BulkData, (int)record.Source.Origin, record.Source.CallingAETitle?.Value,
            record.Source.CalledAETitle?.Value, IndexText.Of(record.Source.RemoteAddress), IndexText.Of(record.Source.UserName), instance.ReceivedAt, 1, PackOf(instance), instance.PackOffset);
        // Shown where a person will look: at the study whose instance is in question.
        session.Queue(PublishStatements.CountVersion, owner);
    }

    private long? PackOf(PreparedInstance instance)
    {
        if (instance.PackName is not { } name)
            return null;
        if (!lookups.Packs.TryGetValue(name, out var id))
        {
            lookups.Packs.Add(name, id = NextId());
            session.Queue(PublishStatements.InsertPack, id, name, instance.ReceivedAt);
        }

        return id;
    }

    private StudyWork StudyOf(PreparedInstance instance)
    {
        if (lookups.Studies.TryGetValue(instance.Study, out var work))
            return work;
        var newcomer = newcomers[instance.SeriesName];
        var facts = newcomer.Facts;
        var patient = PatientOf(newcomer);
        work = new StudyWork(instance.Study, NextId(), facts.SortKey(instance.Record.ReceivedAt), [], []);
        session.Queue(
            PublishStatements.InsertStudy, work.Id, patient, instance.Study, work.SortKey, facts.StudyDate, facts.StudyTime, facts.Accession,
            facts.PatientId, facts.Issuer, facts.StudyId, facts.NameKey, facts.ReferringKey, facts.BirthDate, facts.Sex, facts.PatientName,
            facts.BirthDateText, facts.Description, facts.ReferringName, facts.Institution, ",", ",", 0, 0, 0L, 0, instance.ReceivedAt,
            instance.ReceivedAt, newcomer.StudyAttributes);
        var nameBits = NameBits.Of(facts.Terms.Where(term => term.Kind == TermKind.NameWord).Select(RowOf));
        foreach (var term in facts.Terms)
            Post(work, term, term.Kind == TermKind.NameWord ? nameBits : NameBits.Any);
        lookups.Studies.Add(instance.Study, work);
        return work;
    }

    private long PatientOf(Newcomer newcomer)
    {
        var facts = newcomer.Facts;
        if (lookups.Patients.TryGetValue(newcomer.PatientIdentity, out var id))
        {
            // The newest study tells how the patient is called; each study keeps what it came with.
            session.Queue(PublishStatements.UpdatePatient, id, facts.NameKey, facts.BirthDate, facts.Sex, newcomer.PatientAttributes);
            return id;
        }

        id = NextId();
        session.Queue(
            PublishStatements.InsertPatient, id, newcomer.PatientIdentity, facts.PatientId, facts.Issuer, facts.NameKey, facts.BirthDate, facts.Sex, newcomer.PatientAttributes);
        lookups.Patients.Add(newcomer.PatientIdentity, id);
        return id;
    }

    private SeriesWork SeriesOf(StudyWork study, PreparedInstance instance)
    {
        if (study.Find(instance.Series) is { } work)
            return work;
        work = study.Add(instance.Series, NextId(), isNew: true);
        var facts = newcomers[instance.SeriesName].Series;
        session.Queue(
            PublishStatements.InsertSeries, work.Id, study.Id, instance.Series, facts.Number, facts.Modality, facts.Description, facts.BodyPart,
            facts.Station, facts.StepDate, facts.StepTime, 0, instance.ReceivedAt, facts.Attributes);
        if (study.AddModality(facts.Modality))
            Post(study, new Term(TermKind.Modality, facts.Modality), NameBits.Any);
        return work;
    }

    private void Post(StudyWork study, Term term, long nameBits) =>
        session.Queue(PublishStatements.InsertPosting, RowOf(term), study.SortKey, study.Id, nameBits);

    private long RowOf(Term term)
    {
        if (!lookups.Terms.TryGetValue(term, out var id))
        {
            lookups.Terms.Add(term, id = NextId());
            session.Queue(PublishStatements.InsertTerm, id, (int)term.Kind, term.Word);
        }

        return id;
    }
}

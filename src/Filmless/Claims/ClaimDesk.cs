using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Claims.Import;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Claims;

/// <summary>The reviewer's desk: takes claims in, finds their studies, asks the thirteen questions, keeps what people decide.</summary>
public sealed class ClaimDesk
{
    private const int MostRefusalsKept = 1000;

    /// <summary>Lines of one transaction.</summary>
    private const int MostAtOnce = 1000;

    private static readonly ClaimState[] Undecided = [ClaimState.Open, ClaimState.Queried, ClaimState.Answered];

    private readonly ClaimStore _store;
    private readonly ClaimSearch _search;
    private readonly ClaimMatching _matching;
    private readonly ClaimFactsReading _facts;
    private readonly IStudyManifests _manifests;
    private readonly ClaimOptions _options;
    private readonly TimeProvider _clock;

    public ClaimDesk(
        GatewayDatabase database, ClaimSearch search, ClaimMatching matching, ClaimFactsReading facts, IStudyManifests manifests, ClaimOptions options, TimeProvider clock) =>
        (_store, _search, _matching, _facts, _manifests, _options, _clock) = (new ClaimStore(database), search, matching, facts, manifests, options, clock);

    /// <summary>Takes claim files in, matches and checks their lines. What was decided stays; what was not is replaced by what is filed now.</summary>
    public async Task<ClaimFile> ImportAsync(string name, IEnumerable<ReadOnlyMemory<byte>> contents, string actor, CancellationToken cancellationToken)
    {
        var read = new ClaimReading(_options).Read(contents);
        var known = await _store.KnownAsync(read.Lines.Select(one => one.Line.ClaimCode), cancellationToken);
        var withServices = known.Keys.Where(key => key.ServiceCode.Length > 0).Select(key => key.ClaimCode).ToHashSet(StringComparer.Ordinal);
        var lines = new List<NewClaimLine>();
        foreach (var (position, line) in read.Lines)
        {
            var key = new ClaimKey(_options.FacilityOf(line.FacilityCode, line.ServiceDay), line.ClaimCode, line.ServiceCode, line.LineNumber);
            var isKnown = known.TryGetValue(key, out var old);
            // a pasted list names episodes that came in before with all their services
            if (line.ServiceCode.Length == 0 && withServices.Contains(line.ClaimCode))
                continue;
            if (isKnown && !Undecided.Contains(old.State))
                read.Refusals.Add(new ClaimRefusal(position, ClaimRefusalReason.Decided, line.ClaimCode));
            else
                lines.Add(new NewClaimLine(isKnown ? old.Id : RandomText.Word(16), position, key.Facility, line));
        }

        var now = _clock.GetUtcNow();
        var file = new ClaimFile(
            RandomText.Word(12), name, actor, now, now.AddDays(_options.DeadlineDays), lines.Count, read.Skipped, [.. read.Refusals.Take(MostRefusalsKept)]);
        await _store.SaveAsync(file, lines, cancellationToken);
        foreach (var some in (await _search.PageAsync(new ClaimFilter(FileId: file.Id), null, 0, int.MaxValue, cancellationToken)).Chunk(MostAtOnce))
            await RefreshAsync(some, cancellationToken);
        return file;
    }

    public Task<IReadOnlyList<ClaimFile>> FilesAsync(int limit, CancellationToken cancellationToken) => _store.FilesAsync(limit, cancellationToken);

    public Task<ClaimFile?> FileAsync(string id, CancellationToken cancellationToken) => _store.FileAsync(id, cancellationToken);

    /// <summary>Matches again what no person confirmed, and asks all questions again.</summary>
    /// <returns>The lines as they are now.</returns>
    public async Task<IReadOnlyList<ClaimItem>> RefreshAsync(IReadOnlyList<ClaimItem> items, CancellationToken cancellationToken)
    {
        var unconfirmed = items.Where(item => item.Match != MatchKind.Confirmed && !item.IsDecided).ToList();
        var matches = await _matching.MatchAsync([.. unconfirmed.Select(item => item.Line)], cancellationToken);
        var matched = unconfirmed.Zip(matches).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        var current = items.Select(item => matched.TryGetValue(item.Id, out var match) ? With(item, match) : item).ToList();
        var facts = await _facts.OfAsync([.. current.Select(item => item.Study).OfType<Uid>().Distinct()], cancellationToken);
        var checkedItems = new List<ClaimItem>(current.Count);
        foreach (var item in current)
            checkedItems.Add(await CheckAsync(item, item.Study is { } study ? facts.GetValueOrDefault(study) : null, cancellationToken));
        await _store.UpdateAsync(checkedItems, cancellationToken);
        return checkedItems;
    }

    /// <summary>How the study differs from what it was when the claim found it; null when nothing is pinned.</summary>
    public async Task<StudyChange?> ChangeAsync(ClaimItem item, CancellationToken cancellationToken) =>
        item is { Frozen: { } pinned, Study: { } study } && await _manifests.FindAsync(study, pinned.Number, cancellationToken) is { } frozen
            ? await _manifests.ChangeSinceAsync(frozen, cancellationToken) : null;

    /// <summary>A person says which study a line means, or that none of the suggested ones is it.</summary>
    /// <returns>False when the line was decided meanwhile, or the study is none of the candidates.</returns>
    public async Task<bool> ConfirmAsync(ClaimItem item, Uid? study, string actor, CancellationToken cancellationToken)
    {
        if (item.IsDecided || (study is { } one && !item.Candidates.Contains(one)))
            return false;
        await _store.NoteAsync(item.Id, Entry(actor, study is null ? ClaimEventKind.MatchRemoved : ClaimEventKind.MatchConfirmed, (study ?? item.Study)?.Value, null, null), cancellationToken);
        await RefreshAsync([item with { Study = study, Match = MatchKind.Confirmed, Frozen = null }], cancellationToken);
        return true;
    }

    /// <summary>Accepts, asks or refuses; keeps what the study consisted of at this moment.</summary>
    /// <returns>False when the line was decided meanwhile.</returns>
    /// <exception cref="ArgumentException">Asking and refusing need a reason of the list, and "other" a note.</exception>
    public async Task<bool> DecideAsync(ClaimItem item, ClaimState decision, string? reason, string? note, string actor, CancellationToken cancellationToken)
    {
        if (decision != ClaimState.Accepted && (reason is null || !ClaimReasons.All.Contains(reason) || (reason == "Other" && string.IsNullOrWhiteSpace(note))))
            throw new ArgumentException("A question or a refusal needs a reason.", nameof(reason));
        var kind = decision switch
        {
            ClaimState.Accepted => ClaimEventKind.Accepted,
            ClaimState.Queried => ClaimEventKind.Queried,
            ClaimState.Refused => ClaimEventKind.Refused,
            _ => throw new ArgumentException($"{decision} is no decision.", nameof(decision)),
        };
        var seen = item.Frozen;
        if (item.Study is { } study && await ChangeAsync(item, cancellationToken) is not { IsNone: true })
            seen = await FreezeAsync(study, item, actor, cancellationToken);
        return await _store.MoveAsync(item.Id, Undecided, decision, Entry(actor, kind, decision == ClaimState.Accepted ? null : reason, note, seen?.MerkleRoot), cancellationToken);
    }

    /// <summary>Takes a decision back; it stays in the history.</summary>
    public Task<bool> ReopenAsync(ClaimItem item, string? note, string actor, CancellationToken cancellationToken) =>
        _store.MoveAsync(item.Id, [ClaimState.Accepted, ClaimState.Refused], ClaimState.Open, Entry(actor, ClaimEventKind.Reopened, null, note, null), cancellationToken);

    /// <summary>The hospital's answer to a question.</summary>
    /// <returns>False when nothing was asked (any more).</returns>
    public Task<bool> AnswerAsync(ClaimItem item, string answer, string actor, CancellationToken cancellationToken) =>
        _store.MoveAsync(item.Id, [ClaimState.Queried, ClaimState.Answered], ClaimState.Answered, Entry(actor, ClaimEventKind.Answered, null, answer, null), cancellationToken);

    private static ClaimItem With(ClaimItem item, ClaimMatch match)
    {
        var study = match.Studies.Count > 0 ? match.Studies[0] : (Uid?)null;
        return item with { Study = study, Match = match.Kind, Candidates = match.Studies, Frozen = study == item.Study ? item.Frozen : null };
    }

    private async Task<ClaimItem> CheckAsync(ClaimItem item, ClaimFacts? facts, CancellationToken cancellationToken)
    {
        var findings = facts is null ? [] : ClaimChecks.All(item.Line, facts, _options.Rules);
        var worst = findings.Count == 0 ? Verdict.Bad : findings.Max(finding => finding.Verdict);
        if (item.Match == MatchKind.Suggested && worst < Verdict.Unsure)
            worst = Verdict.Unsure;
        var frozen = item.Frozen ?? (item is { IsMatched: true, Study: { } study } ? await FreezeAsync(study, item, "claims", cancellationToken) : null);
        return item with { Findings = findings, Worst = worst, EvaluatedAt = _clock.GetUtcNow(), Frozen = frozen };
    }

    private async Task<FrozenEvidence?> FreezeAsync(Uid study, ClaimItem item, string actor, CancellationToken cancellationToken) =>
        await _manifests.FreezeAsync(study, $"MA_LK {item.Line.ClaimCode}", actor, cancellationToken) is { } frozen
            ? new FrozenEvidence(frozen.Number, frozen.MerkleRoot, frozen.At) : null;

    private ClaimEvent Entry(string actor, ClaimEventKind kind, string? reason, string? note, string? evidence) =>
        new(RandomText.Word(16), _clock.GetUtcNow(), actor, kind, reason, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), evidence);
}

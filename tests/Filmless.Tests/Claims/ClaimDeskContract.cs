using System.Diagnostics;
using System.Text;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Tests.Index;
using Xunit.Abstractions;

namespace ImagingGateway.Filmless.Tests.Claims;

/// <summary>The desk over a real archive; run on both databases.</summary>
public abstract class ClaimDeskContract(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly DateOnly October = new(2026, 10, 1);

    private Archive _archive = null!;

    private ClaimDesk Desk => _archive.Get<ClaimDesk>();

    private ClaimSearch Search => _archive.Get<ClaimSearch>();

    public async Task InitializeAsync() =>
        _archive = await Archive.StartAsync(await OptionsAsync(), new ClaimOptions { Rules = new ClaimRules { DeliveryNeeded = true } });

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_planted_fault_of_a_month_is_found_and_no_clean_line_is_red()
    {
        var claims = DemoClaims.Month(October).ToList();
        await StoreAsync(claims);
        var started = Stopwatch.GetTimestamp();
        var file = await Desk.ImportAsync("month.csv", [DemoClaims.ToCsv(claims)], "tester", CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(started);
        var all = await Search.PageAsync(new ClaimFilter(), null, 0, int.MaxValue, CancellationToken.None);
        started = Stopwatch.GetTimestamp();
        await Desk.RefreshAsync(all, CancellationToken.None);
        var evaluated = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        var page = await Search.PageAsync(new ClaimFilter(State: ClaimState.Open), null, 50, 50, CancellationToken.None);
        var paged = Stopwatch.GetElapsedTime(started);
        var studies = all.Select(item => item.Study).OfType<Uid>().Distinct().ToList();
        started = Stopwatch.GetTimestamp();
        var facts = await _archive.Get<IStudyEvidence>().FactsOfAsync(studies, CancellationToken.None);
        var read = Stopwatch.GetElapsedTime(started);
        var items = (await Search.PageAsync(new ClaimFilter(), null, 0, int.MaxValue, CancellationToken.None)).ToDictionary(item => item.Line.ClaimCode);

        var faulty = claims.Where(claim => claim.Fault is not null).ToList();
        var found = faulty.Where(claim => IsFound(items[claim.Fields["MA_LK"]], claim.Fault!.Value)).ToList();
        var flagged = claims.Where(claim => items[claim.Fields["MA_LK"]].Worst > Verdict.Good).ToList();
        output.WriteLine($"{claims.Count} lines, {faulty.Count} with a fault of {faulty.Select(claim => claim.Fault).Distinct().Count()} kinds");
        output.WriteLine($"recall {(double)found.Count / faulty.Count:P1}, precision {(double)flagged.Count(claim => claim.Fault is not null) / flagged.Count:P1}");
        output.WriteLine($"import with a signed manifest for each: {took.TotalSeconds:0.00} s; matching and thirteen checks of all: {evaluated.TotalSeconds:0.00} s; a page of 50: {paged.TotalMilliseconds:0} ms");
        output.WriteLine($"facts of {studies.Count} studies: {read.TotalMilliseconds:0} ms");

        Assert.Equal((520, 0), (file.LineCount, file.Refusals.Count));
        Assert.Equal(50, page.Count);
        Assert.Equal(studies.Count, facts.Count);
        Assert.Equal(Enum.GetValues<ClaimFault>(), faulty.Select(claim => claim.Fault!.Value).Distinct().Order());
        Assert.Empty(faulty.Except(found).Select(claim => Describe(claim, items)));
        Assert.Empty(flagged.Where(claim => claim.Fault is null).Select(claim => Describe(claim, items)));
        // a fault turns its own check and no other
        Assert.Empty(faulty.Where(claim => items[claim.Fields["MA_LK"]].Findings.Count(finding => finding.Verdict > Verdict.Good) > 1).Select(claim => Describe(claim, items)));
        Assert.Equal(faulty.Count(claim => claim.Fault == ClaimFault.Overlap), (await Search.PageAsync(new ClaimFilter(Check: Check.Overlap), null, 0, 1000, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Patient_day_and_modality_only_suggest_until_a_person_confirms()
    {
        var claim = DemoClaims.Month(October, lines: 1).Single();
        await StoreAsync([claim]);
        var fields = new Dictionary<string, string>(claim.Fields) { ["SO_PHIEU"] = "ANOTHER" };
        await Desk.ImportAsync("one", [DemoClaims.ToCsv([claim with { Fields = fields }])], "tester", CancellationToken.None);

        var item = (await Search.OfClaimAsync(fields["MA_LK"], null, CancellationToken.None)).Single();
        var study = claim.Study[0].DataSet.GetUid(Tags.StudyInstanceUID);
        Assert.Equal((MatchKind.Suggested, study, Verdict.Unsure, null), (item.Match, item.Study!.Value, item.Worst, item.Frozen));
        Assert.False(await Desk.ConfirmAsync(item, new Uid("1.2.3"), "clerk", CancellationToken.None));
        Assert.True(await Desk.ConfirmAsync(item, study, "clerk", CancellationToken.None));

        item = (await Search.OfClaimAsync(fields["MA_LK"], null, CancellationToken.None)).Single();
        Assert.Equal((MatchKind.Confirmed, Verdict.Good), (item.Match, item.Worst));
        Assert.Equal((await _archive.Get<IStudyManifests>().FindAsync(study, 1, CancellationToken.None))!.MerkleRoot, item.Frozen!.MerkleRoot);
        Assert.True(await Desk.ConfirmAsync(item with { Candidates = [study] }, null, "clerk", CancellationToken.None));
        item = (await Search.OfClaimAsync(fields["MA_LK"], null, CancellationToken.None)).Single();
        Assert.Equal((MatchKind.Confirmed, null, Verdict.Bad), (item.Match, item.Study, item.Worst));
        Assert.Equal(
            [ClaimEventKind.Imported, ClaimEventKind.MatchConfirmed, ClaimEventKind.MatchRemoved],
            (await Search.HistoryAsync(item.Id, CancellationToken.None)).Select(entry => entry.Kind).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_number_longer_than_an_accession_is_certain_by_the_images_or_by_a_report(bool inTheImages)
    {
        const string order = "HIS-2026-10-0000123456789";
        var claim = DemoClaims.Month(October, lines: 1).Single();
        foreach (var image in claim.Study.Where(_ => inTheImages))
            image.DataSet.SetString(Tags.PlacerOrderNumberImagingServiceRequest, order);
        await StoreAsync([claim]);
        await _archive.Get<IStudyEvidence>().CatchUpAsync(null, CancellationToken.None);
        if (!inTheImages)
            await _archive.Get<IReports>().ReceiveAsync(
                new NewReport { Origin = ReportOrigin.Hl7, SourceKey = "1", Actor = "HIS", AccessionNumber = claim.Fields["SO_PHIEU"], OrderKey = order, Conclusion = "Bình thường." }, CancellationToken.None);
        var fields = new Dictionary<string, string>(claim.Fields) { ["SO_PHIEU"] = order };

        await Desk.ImportAsync("one", [DemoClaims.ToCsv([claim with { Fields = fields }])], "tester", CancellationToken.None);

        var item = (await Search.OfClaimAsync(fields["MA_LK"], null, CancellationToken.None)).Single();
        Assert.Equal((MatchKind.Key, claim.Study[0].DataSet.GetUid(Tags.StudyInstanceUID)), (item.Match, item.Study!.Value));
    }

    [Fact]
    public async Task A_decision_keeps_its_reason_and_what_was_seen_and_nobody_decides_twice()
    {
        var item = await OneAsync();

        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ArgumentException>(() => Desk.DecideAsync(item, ClaimState.Refused, null, null, "reviewer", CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Desk.DecideAsync(item, ClaimState.Queried, "Other", " ", "reviewer", CancellationToken.None));
        Assert.True(await Desk.DecideAsync(item, ClaimState.Queried, "TimeOrder", "vì sao?", "reviewer", CancellationToken.None));
        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Desk.AnswerAsync(item, "đồng hồ máy sai", "clerk", CancellationToken.None));
        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Desk.DecideAsync(item, ClaimState.Accepted, null, null, "reviewer", CancellationToken.None));
        Assert.False(await Desk.DecideAsync(item, ClaimState.Refused, "NoReport", null, "another", CancellationToken.None));
        Assert.False(await Desk.AnswerAsync(item, "too late", "clerk", CancellationToken.None));
        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Desk.ReopenAsync(item, null, "reviewer", CancellationToken.None));

        var history = await Search.HistoryAsync(item.Id, CancellationToken.None);
        Assert.Equal(
            [ClaimEventKind.Reopened, ClaimEventKind.Accepted, ClaimEventKind.Answered, ClaimEventKind.Queried, ClaimEventKind.Imported], history.Select(entry => entry.Kind));
        Assert.Equal(("TimeOrder", "vì sao?", item.Frozen!.MerkleRoot), (history[3].Reason, history[3].Note, history[3].MerkleRoot));
        Assert.Equal("đồng hồ máy sai", history[2].Note);
    }

    [Fact]
    public async Task The_history_cannot_be_changed_or_removed()
    {
        await OneAsync();
        await using var connection = await _archive.Get<GatewayDatabase>().DataSource.OpenConnectionAsync();
        foreach (var sql in new[] { "UPDATE claim_events SET note = 'x'", "DELETE FROM claim_events" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync());
        }
    }

    [Fact]
    public async Task What_is_filed_again_replaces_what_nobody_decided_and_nothing_else()
    {
        var item = await OneAsync();
        var csv = Encoding.UTF8.GetBytes($"MA_LK;MA_DICH_VU;MA_CSKCB;HO_TEN;NGAY_YL\n{item.Line.ClaimCode};{item.Line.ServiceCode};22001;TÊN MỚI;202610020800");

        await Desk.ImportAsync("again", [csv], "tester", CancellationToken.None);
        Assert.Equal(("TÊN MỚI", item.Id), ((await Search.OfClaimAsync(item.Line.ClaimCode, null, CancellationToken.None)).Single() is var now ? now.Line.PatientName : null, now.Id));
        Assert.True(await Desk.DecideAsync(item, ClaimState.Accepted, null, null, "reviewer", CancellationToken.None));
        var file = await Desk.ImportAsync("a third time", [csv], "tester", CancellationToken.None);

        Assert.Equal((0, Filmless.Claims.Import.ClaimRefusalReason.Decided), (file.LineCount, Assert.Single(file.Refusals).Reason));
        var pasted = await Desk.ImportAsync("list", [Encoding.UTF8.GetBytes(item.Line.ClaimCode)], "tester", CancellationToken.None);
        Assert.Equal((0, 0), (pasted.LineCount, pasted.Refusals.Count));
    }

    [Fact]
    public async Task A_later_image_shows_against_what_was_frozen()
    {
        var item = await OneAsync();
        Assert.True((await Desk.ChangeAsync(item, CancellationToken.None))!.IsNone);
        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = DemoClaims.Month(October, lines: 1).Single().Study[0];
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(), [later], dataSet => dataSet.SetString(Tags.StudyInstanceUID, item.Study!.Value.Value));

        Assert.Equal(1, (await Desk.ChangeAsync(item, CancellationToken.None))!.Added);
        Assert.True(await Desk.DecideAsync(item, ClaimState.Accepted, null, null, "reviewer", CancellationToken.None));
        var decided = (await Search.HistoryAsync(item.Id, CancellationToken.None)).Single(entry => entry.Kind == ClaimEventKind.Accepted);
        Assert.NotEqual(item.Frozen!.MerkleRoot, decided.MerkleRoot);
        Assert.Equal((await _archive.Get<IStudyManifests>().FindAsync(item.Study!.Value, 2, CancellationToken.None))!.MerkleRoot, decided.MerkleRoot);
    }

    [Fact]
    public async Task A_report_beside_the_images_speaks_for_a_claim_that_carries_none()
    {
        var claim = DemoClaims.Month(October, lines: 1, faulty: 0).Single();
        await StoreAsync([claim]);
        var fields = new Dictionary<string, string>(claim.Fields) { ["MO_TA"] = "", ["KET_LUAN"] = "", ["MA_BS_DOC_KQ"] = "" };
        await Desk.ImportAsync("one", [DemoClaims.ToCsv([claim with { Fields = fields }])], "tester", CancellationToken.None);
        var item = (await Search.OfClaimAsync(fields["MA_LK"], null, CancellationToken.None)).Single();
        Assert.Equal((Verdict.Bad, "Missing"), ReportOf(item));

        await _archive.Get<IReports>().ReceiveAsync(
            new NewReport
            {
                Origin = ReportOrigin.Rest, SourceKey = "1", Actor = "his", StudyInstanceUid = item.Study, Description = "Phổi sáng.", Conclusion = "Bình thường.", ReaderName = "BS. LAN",
            },
            CancellationToken.None);
        item = (await Desk.RefreshAsync([item], CancellationToken.None)).Single();
        Assert.Equal((Verdict.Unsure, "Unsigned"), ReportOf(item));
        Assert.Contains("BS. LAN", item.Findings[(int)Check.Report].Values);

        static (Verdict, string) ReportOf(ClaimItem item) => (item.Findings[(int)Check.Report].Verdict, item.Findings[(int)Check.Report].Text);
    }

    [Fact]
    public async Task A_reviewer_sees_the_lines_under_a_living_grant_and_opens_no_mere_suggestion()
    {
        var item = await OneAsync();
        var grants = _archive.Get<ReviewerGrants>();
        var study = item.Study!.Value;
        var until = _archive.Clock.GetUtcNow().AddDays(10);
        async Task<bool> SeesAsync()
        {
            var sees = (await Search.PageAsync(new ClaimFilter(), "rev", 0, 10, CancellationToken.None)).Count == 1;
            Assert.Equal(sees, await grants.RightAsync("rev", study, CancellationToken.None) != ReviewerRight.None);
            return sees;
        }

        Assert.False(await SeesAsync());
        await grants.CreateAsync("other", "*", October, October.AddDays(30), until, "test", "admin", CancellationToken.None);
        await grants.CreateAsync("rev", "99999", October, October.AddDays(30), until, "test", "admin", CancellationToken.None);
        await grants.CreateAsync("rev", "22001", October.AddMonths(1), October.AddMonths(2), until, "test", "admin", CancellationToken.None);
        Assert.False(await SeesAsync());
        var grant = await grants.CreateAsync("rev", "22001", October, October.AddDays(30), until, "test", "admin", CancellationToken.None);
        Assert.True(await SeesAsync());
        Assert.True(await grants.RevokeAsync(grant.Id, "admin", CancellationToken.None));
        Assert.False(await SeesAsync());
        await grants.CreateAsync("rev", "*", October, October.AddDays(30), until, "test", "admin", CancellationToken.None);
        Assert.True(await SeesAsync());
        Assert.Equal(ReviewerRight.Read, await grants.RightAsync("rev", study, CancellationToken.None));
        await grants.CreateAsync("rev", "22001", October, October.AddDays(30), until, "test", mayCopy: true, "admin", CancellationToken.None);
        Assert.Equal(ReviewerRight.Copy, await grants.RightAsync("rev", study, CancellationToken.None));
        _archive.Clock.Advance(TimeSpan.FromDays(11));
        Assert.False(await SeesAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => grants.CreateAsync("rev", "*", October, October.AddDays(-1), until.AddDays(30), "test", "admin", CancellationToken.None));
    }

    [Fact]
    public async Task Names_numbers_and_lists_find_lines()
    {
        var claims = DemoClaims.Month(October, lines: 12, faulty: 0).ToList();
        await Desk.ImportAsync("twelve", [DemoClaims.ToCsv(claims)], "tester", CancellationToken.None);
        async Task<int> FoundAsync(string text) => (await Search.PageAsync(new ClaimFilter(text), null, 0, 100, CancellationToken.None)).Count;

        Assert.Equal(2, await FoundAsync($"{claims[0].Fields["MA_LK"]}\n{claims[5].Fields["MA_LK"]}, LK-none-1"));
        Assert.Equal(1, await FoundAsync(claims[3].Fields["MA_BN"]));
        Assert.True(await FoundAsync(claims[7].Fields["HO_TEN"].ToLowerInvariant()) >= 1);
        Assert.Equal(0, await FoundAsync("100% '; DROP TABLE claim_lines --"));
        Assert.Equal(12, await FoundAsync(""));
        var neighbours = await Search.NeighboursAsync((await Search.PageAsync(new ClaimFilter(), null, 4, 1, CancellationToken.None))[0].Id, new ClaimFilter(), null, CancellationToken.None);
        Assert.Equal((5, 12), (neighbours.Place, neighbours.Count));
    }

    private protected abstract Task<StorageOptions> OptionsAsync();

    private async Task<ClaimItem> OneAsync()
    {
        var claim = DemoClaims.Month(October, lines: 1).Single();
        await StoreAsync([claim]);
        await Desk.ImportAsync("one", [DemoClaims.ToCsv([claim])], "tester", CancellationToken.None);
        return (await Search.OfClaimAsync(claim.Fields["MA_LK"], null, CancellationToken.None)).Single();
    }

    private async Task StoreAsync(IReadOnlyList<DemoClaim> claims)
    {
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(), [.. claims.SelectMany(claim => claim.Study)]);
        foreach (var claim in claims.Where(claim => claim is { HasLink: true, Study.Count: > 0 }))
            await _archive.CreateLinkAsync(claim.Study[0].DataSet.GetUid(Tags.StudyInstanceUID));
        await _archive.Get<IStudyEvidence>().CatchUpAsync(null, CancellationToken.None);
    }

    private static bool IsFound(ClaimItem item, ClaimFault fault) => fault == ClaimFault.NoImages
        ? item is { Match: MatchKind.None, Worst: Verdict.Bad }
        : item.Findings.Single(finding => finding.Check == Enum.Parse<Check>(fault.ToString())).Verdict > Verdict.Good;

    private static string Describe(DemoClaim claim, Dictionary<string, ClaimItem> items)
    {
        var item = items[claim.Fields["MA_LK"]];
        return $"{claim.Fault}: {item.Match} {string.Join(", ", item.Findings.Where(finding => finding.Verdict > Verdict.Good).Select(finding => $"{finding.TextKey}({string.Join('|', finding.Values)})"))}";
    }
}

public sealed class ClaimDeskOnSqliteTests(ITestOutputHelper output) : ClaimDeskContract(output)
{
    private protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(new StorageOptions());
}

[Collection("postgres")]
public sealed class ClaimDeskOnPostgresTests(PostgresServer server, ITestOutputHelper output) : ClaimDeskContract(output)
{
    private protected override Task<StorageOptions> OptionsAsync() => server.NewSchemaAsync();
}

using System.Net;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Viewer.Api.Tests.Links;

/// <summary>Two nodes on one PostgreSQL: what one is told, the other knows.</summary>
[Collection("postgres")]
public sealed class TwoNodesTests(PostgresServer server) : IAsyncLifetime
{
    private TestGateway _first = null!, _second = null!;

    public async Task InitializeAsync()
    {
        var storage = await server.NewSchemaAsync();
        _first = await TestGateway.StartAsync(storage: storage);
        _second = await TestGateway.StartAsync(storage: storage, beside: _first);
    }

    public async Task DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Revoking_on_one_node_cuts_a_download_that_runs_on_the_other()
    {
        // more than the two ends of a connection can hold between them, so that the answer is under way while nobody reads
        var filler = new byte[8 << 20];
        var study = await DemoSeed.CtAsync(_first.Get<IInstanceIngest>(), data => data.Set(new DataElement(new Tag(0x0042, 0x0011), VR.OB, filler)));
        var link = await _first.CreateLinkAsync(study);
        using var bearer = _second.Browser();
        using var answer = await bearer.GetAsync($"/l/{link.Token}/dicom-web/studies/{study}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await _first.Get<IStudyLinks>().RevokeAsync(link.Link.Id, "nurse", CancellationToken.None);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await _second.AuditAsync(study, link.Link.Id)).Any(line => line is { Action: AuditAction.LinkImageViewed or AuditAction.Retrieve, Outcome: AuditOutcome.Aborted }))
            patience.Token.ThrowIfCancellationRequested();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, patience.Token));
        Assert.Equal(HttpStatusCode.Gone, (await bearer.GetAsync($"/l/{link.Token}/dicom-web/studies/{study}")).StatusCode);
    }

    [Fact]
    public async Task Wrong_pins_count_together_whatever_node_and_place_they_come_from()
    {
        var study = await DemoSeed.CtAsync(_first.Get<IInstanceIngest>());
        var link = await _first.CreateLinkAsync(study, "2468");
        var guesses = Enumerable.Range(0, 40).Select(guess => Task.Run(async () =>
        {
            var node = guess % 2 == 0 ? _first : _second;
            var (opening, proof) = await node.Get<IStudyLinks>().ConfirmAsync(link.Token, $"{guess:D4}", new LinkVisitor($"203.0.113.{guess}"), CancellationToken.None);
            Assert.Null(proof);
            return opening;
        }));

        var answers = await Task.WhenAll(guesses);

        Assert.Equal(StudyLinkPolicy.PinAttempts - 1, answers.Count(answer => answer is StudyLinkOpening.PinRequired));
        Assert.All(answers, answer => Assert.True(answer is StudyLinkOpening.PinRequired or StudyLinkOpening.Locked));
        Assert.IsType<StudyLinkOpening.Locked>((await _second.Get<IStudyLinks>().ConfirmAsync(link.Token, "2468", new LinkVisitor(null), CancellationToken.None)).Opening);
        Assert.Equal(StudyLinkState.Locked, (await _second.Get<IStudyLinks>().FindAsync(link.Link.Id, CancellationToken.None))!.StateAt(_second.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_pin_entered_on_one_node_opens_on_the_other_and_the_last_opening_is_given_once()
    {
        var study = await DemoSeed.CtAsync(_first.Get<IInstanceIngest>());
        var link = await _first.CreateLinkAsync(study, "2468", wish => wish with { MaxOpenings = 1 });
        var both = await Task.WhenAll(new[] { _first, _second }.Select(node =>
            Task.Run(() => node.Get<IStudyLinks>().ConfirmAsync(link.Token, "2468", new LinkVisitor(null), CancellationToken.None))));

        var proof = Assert.Single(both, one => one.Proof is not null).Proof;

        Assert.IsType<StudyLinkOpening.UsedUp>(Assert.Single(both, one => one.Proof is null).Opening);
        foreach (var node in new[] { _first, _second })
            Assert.IsType<StudyLinkOpening.Open>(await node.Get<IStudyLinks>().ResolveAsync(link.Token, proof, null, CancellationToken.None));
    }
}

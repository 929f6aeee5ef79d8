using System.Globalization;
using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Tests.StudyLinks;

/// <summary>What study links promise, on a real database; run on each of the two.</summary>
public abstract class StudyLinksContract : IAsyncLifetime
{
    private static readonly LinkVisitor Person = new("10.0.0.9", IsPreview: false);
    private static readonly LinkVisitor Robot = new("10.0.0.10", IsPreview: true);

    private Archive _archive = null!;
    private Uid _study;

    public async Task InitializeAsync()
    {
        _archive = await Archive.StartAsync(await OptionsAsync());
        _study = await _archive.AddCtAsync();
    }

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task The_token_is_long_and_random_and_kept_nowhere()
    {
        var first = await _archive.CreateLinkAsync(_study);
        var second = await _archive.CreateLinkAsync(_study);

        Assert.NotEqual(first.Token, second.Token);
        Assert.True(first.Token.Length * 6 >= 128, "base64url: 6 bits a character");
        await using var connection = await _archive.Get<GatewayDatabase>().DataSource.OpenConnectionAsync();
        foreach (IDictionary<string, object?> row in await connection.QueryAsync("SELECT * FROM study_links"))
        {
            foreach (var value in row.Values)
                Assert.DoesNotContain(first.Token, value is byte[] bytes ? System.Text.Encoding.Latin1.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_valid_link_opens_its_study()
    {
        var created = await _archive.CreateLinkAsync(_study);

        var open = Assert.IsType<StudyLinkOpening.Open>(await ResolveAsync(created.Token));
        Assert.Equal([_study], open.Link.StudyInstanceUids);
        Assert.False(open.Link.HasPin);
    }

    [Fact]
    public async Task An_unknown_token_opens_nothing_and_is_audited()
    {
        Assert.IsType<StudyLinkOpening.Unknown>(await ResolveAsync("AAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Contains(await _archive.AuditAsync(null), line => line is { Action: AuditAction.LinkRefused, Outcome: AuditOutcome.Refused, Detail.Text: "unknown", RemoteAddress: "10.0.0.9" });
    }

    [Fact]
    public async Task A_link_ends_with_its_last_moment()
    {
        var created = await _archive.CreateLinkAsync(_study, days: 7);

        _archive.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Assert.IsType<StudyLinkOpening.Open>(await ResolveAsync(created.Token));
        _archive.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(Assert.IsType<StudyLinkOpening.Ended>(await ResolveAsync(created.Token)).WasRevoked);
    }

    [Fact]
    public async Task Revoking_takes_effect_at_once_and_only_for_this_link()
    {
        var created = await _archive.CreateLinkAsync(_study);
        var other = await _archive.CreateLinkAsync(_study);

        Assert.True(await _archive.Links.RevokeAsync(created.Link.Id, "nurse", CancellationToken.None));

        Assert.True(Assert.IsType<StudyLinkOpening.Ended>(await ResolveAsync(created.Token)).WasRevoked);
        Assert.IsType<StudyLinkOpening.Open>(await ResolveAsync(other.Token));
        Assert.Contains(await _archive.AuditAsync(_study), line => line is { Action: AuditAction.LinkRevoked, Actor: "nurse" } && line.StudyLinkId == created.Link.Id);
        Assert.False(await _archive.Links.RevokeAsync("no-such-link", "nurse", CancellationToken.None));
    }

    [Fact]
    public async Task The_right_pin_gives_a_proof_that_opens_this_link_and_no_other()
    {
        var created = await _archive.CreateLinkAsync(_study, "2468");
        var other = await _archive.CreateLinkAsync(_study, "2468");

        Assert.IsType<StudyLinkOpening.PinRequired>(await ResolveAsync(created.Token));
        var (opening, proof) = await EnterAsync(created.Token, "2468");

        Assert.IsType<StudyLinkOpening.Open>(opening);
        Assert.IsType<StudyLinkOpening.Open>(await ResolveAsync(created.Token, proof));
        Assert.IsType<StudyLinkOpening.PinRequired>(await ResolveAsync(other.Token, proof));
        Assert.IsType<StudyLinkOpening.PinRequired>(await ResolveAsync(created.Token, proof![..^1]));
    }

    [Fact]
    public async Task Five_wrong_pins_lock_the_link_for_fifteen_minutes_even_for_the_right_one()
    {
        var created = await _archive.CreateLinkAsync(_study, "2468");

        for (var left = 4; left >= 1; left--)
            Assert.Equal(left, Assert.IsType<StudyLinkOpening.PinRequired>((await EnterAsync(created.Token, "0000")).Opening).AttemptsLeft);
        Assert.IsType<StudyLinkOpening.Locked>((await EnterAsync(created.Token, "0000")).Opening);
        var (opening, proof) = await EnterAsync(created.Token, "2468");

        Assert.Equal(_archive.Clock.GetUtcNow().AddMinutes(15), Assert.IsType<StudyLinkOpening.Locked>(opening).Until);
        Assert.Null(proof);
        Assert.Contains(await _archive.AuditAsync(_study), line => line is { Action: AuditAction.LinkRefused, Detail.Text: "wrong PIN, locked" });

        _archive.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(4, Assert.IsType<StudyLinkOpening.PinRequired>((await EnterAsync(created.Token, "0000")).Opening).AttemptsLeft);
        Assert.IsType<StudyLinkOpening.Open>((await EnterAsync(created.Token, "2468")).Opening);
    }

    [Fact]
    public async Task The_right_pin_forgets_the_wrong_ones_before()
    {
        var created = await _archive.CreateLinkAsync(_study, "2468");

        for (var round = 0; round < 2; round++)
        {
            for (var wrong = 0; wrong < 4; wrong++)
                await EnterAsync(created.Token, "1111");
            Assert.IsType<StudyLinkOpening.Open>((await EnterAsync(created.Token, "2468")).Opening);
        }
    }

    [Fact]
    public async Task Guesses_sent_side_by_side_are_no_more_than_five()
    {
        var created = await _archive.CreateLinkAsync(_study, "2468");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => EnterAsync(created.Token, "0000"))));

        Assert.Equal(4, answers.Count(answer => answer.Opening is StudyLinkOpening.PinRequired));
        Assert.IsType<StudyLinkOpening.Locked>((await EnterAsync(created.Token, "2468")).Opening);
    }

    [Fact]
    public async Task Openings_by_people_are_counted_and_those_by_robots_only_audited()
    {
        var created = await _archive.CreateLinkAsync(_study);

        await _archive.Links.OpenAsync(created.Token, null, Robot, CancellationToken.None);
        await _archive.Links.OpenAsync(created.Token, null, Person, CancellationToken.None);
        await _archive.Links.OpenAsync(created.Token, null, Person, CancellationToken.None);

        Assert.Equal(2, (await _archive.Links.FindAsync(created.Link.Id, CancellationToken.None))!.Openings);
        var opened = (await _archive.AuditAsync(null, created.Link.Id)).Where(line => line.Action == AuditAction.LinkOpened).ToList();
        Assert.Equal(3, opened.Count);
        Assert.Single(opened, line => line is { Detail.Text: "preview", RemoteAddress: "10.0.0.10" });
        Assert.All(opened, line => Assert.Equal(_study, line.StudyInstanceUid));
    }

    [Fact]
    public async Task Asking_for_the_pin_does_not_count_as_an_opening()
    {
        var created = await _archive.CreateLinkAsync(_study, "2468");

        Assert.IsType<StudyLinkOpening.PinRequired>(await _archive.Links.OpenAsync(created.Token, null, Person, CancellationToken.None));

        Assert.Equal(0, (await _archive.Links.FindAsync(created.Link.Id, CancellationToken.None))!.Openings);
    }

    [Fact]
    public async Task Creation_is_audited_and_listed_with_its_study_newest_first()
    {
        var other = await _archive.AddUltrasoundAsync();
        var first = await _archive.CreateLinkAsync(_study);
        _archive.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _archive.Links.CreateAsync(
            new NewStudyLink([other, _study], _archive.Clock.GetUtcNow().AddDays(1), null, "tester", "  for the clinic ") { Basis = LinkBasis.Treatment }, CancellationToken.None);
        _archive.Clock.Advance(TimeSpan.FromSeconds(1));
        var third = await _archive.CreateLinkAsync(other);

        Assert.Equal([second.Link.Id, first.Link.Id], (await _archive.Links.ListAsync(_study, CancellationToken.None)).Select(link => link.Id));
        Assert.Equal([third.Link.Id, second.Link.Id, first.Link.Id], (await _archive.Links.ListAsync(null, CancellationToken.None)).Select(link => link.Id));
        Assert.Equal([other, _study], second.Link.StudyInstanceUids);
        Assert.Equal("for the clinic", second.Link.Note);
        Assert.Contains(await _archive.AuditAsync(other), line => line is { Action: AuditAction.LinkCreated, Actor: "tester" } && line.StudyLinkId == second.Link.Id);
    }

    [Fact]
    public async Task A_study_that_is_not_there_gets_no_link()
    {
        var refused = await Assert.ThrowsAsync<StudyLinkException>(() => _archive.CreateLinkAsync(new Uid("1.2.3")));
        Assert.Equal(StudyLinkFault.NoSuchStudy, refused.Fault);
    }

    private protected abstract Task<StorageOptions> OptionsAsync();

    private Task<StudyLinkOpening> ResolveAsync(string token, string? proof = null) => _archive.Links.ResolveAsync(token, proof, "10.0.0.9", CancellationToken.None);

    private Task<(StudyLinkOpening Opening, string? Proof)> EnterAsync(string token, string pin) =>
        _archive.Links.ConfirmAsync(token, pin, Person, CancellationToken.None);
}

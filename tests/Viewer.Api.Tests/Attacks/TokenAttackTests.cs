using System.Net;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Attacks;

/// <summary>Tokens tried one after the other, and tokens and cookies that were good once.</summary>
public sealed partial class TokenAttackTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private Uid _study;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>());
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("")]
    [InlineData("/dicom-web/studies")]
    public async Task Near_and_far_guesses_are_answered_alike(string rest)
    {
        var link = await _gateway.CreateLinkAsync(_study);
        string[] guesses =
        [
            new('A', link.Token.Length), link.Token[..^1], link.Token + "A", link.Token[..^1] + (link.Token[^1] == 'A' ? 'Q' : 'A'), Swapped(link.Token), link.Link.Id, _study.Value,
            "*", "%25", "null",
        ];
        using var guesser = _gateway.Browser();
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var guess in guesses)
        {
            using var answer = await guesser.GetAsync($"/l/{guess}{rest}");
            answers.Add((answer.StatusCode, Changing().Replace((await answer.Content.ReadAsStringAsync()).Replace(guess, "", StringComparison.Ordinal), "")));
        }

        Assert.Equal(HttpStatusCode.NotFound, answers[0].Item1);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(HttpStatusCode.OK, (await guesser.GetAsync($"/l/{link.Token}{rest}")).StatusCode);
    }

    [Fact]
    public async Task Whoever_goes_on_guessing_is_kept_waiting_and_does_not_find_the_right_one_then()
    {
        var link = await _gateway.CreateLinkAsync(_study);
        using var guesser = _gateway.Browser();
        for (var guess = 0; guess < FailureLimit.Allowed; guess++)
            Assert.Equal(HttpStatusCode.NotFound, (await guesser.GetAsync($"/l/{guess:D22}/dicom-web/studies")).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.GetAsync($"/l/{link.Token}/dicom-web/studies")).StatusCode);
    }

    [Fact]
    public async Task What_a_link_once_gave_out_opens_nothing_after_it_was_revoked()
    {
        var link = await _gateway.CreateLinkAsync(_study, "2468");
        var other = await _gateway.CreateLinkAsync(_study, "1357");
        using var bearer = _gateway.Browser();
        await TestGateway.PostAsync(bearer, $"/l/{link.Token}", $"/l/{link.Token}", ("pin", "2468"));
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync($"/l/{link.Token}/dicom-web/studies")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await bearer.GetAsync($"/l/{other.Token}/dicom-web/studies")).StatusCode);

        await _gateway.Get<IStudyLinks>().RevokeAsync(link.Link.Id, "test", CancellationToken.None);

        foreach (var rest in new[] { "", "/dicom-web/studies", $"/dicom-web/studies/{_study}/metadata", $"/studies/{_study}/evidence.zip", $"/studies/{_study}/evidence.html" })
            Assert.Equal((rest, HttpStatusCode.Gone), (rest, (await bearer.GetAsync($"/l/{link.Token}{rest}")).StatusCode));
        Assert.Equal(HttpStatusCode.Gone, (await TestGateway.PostAsync(bearer, $"/l/{other.Token}", $"/l/{link.Token}", ("pin", "2468"))).StatusCode);
        using var again = await TestGateway.PostAsync(bearer, "/c", "/c", ("code", link.Code!), ("pin", "2468"));
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
    }

    /// <summary>The other case of every letter.</summary>
    private static string Swapped(string token) => string.Concat(token.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]+\"|\"traceId\":\"[^\"]+\"|\\?lang=[^\"]*")]
    private static partial Regex Changing();
}

using System.Net;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Viewer.Api.Tests.Access;

/// <summary>Which requests count as questions of people.</summary>
public sealed class QuestionsTests
{
    [Fact]
    public async Task Whoever_is_let_in_and_reads_asks()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.AddUserAsync();
        var questions = gateway.Get<Questions>();

        using var stranger = gateway.Browser();
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/sign-in")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/dicom-web/studies")).StatusCode);
        Assert.False(questions.AreAsked);

        using var program = gateway.Program();
        Assert.False((await program.PostAsync("/dicom-web/studies", new StringContent("no image"))).IsSuccessStatusCode);
        Assert.False(questions.AreAsked);
        await program.GetAsync("/dicom-web/studies");
        Assert.True(questions.AreAsked);

        gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(questions.AreAsked);
        using var browser = await gateway.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/studies")).StatusCode);
        Assert.True(questions.AreAsked);
    }
}

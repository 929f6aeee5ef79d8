using System.Net;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.Images;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Tests.Links;

/// <summary>What the bearer of a link sees, and stops seeing.</summary>
public sealed partial class BearerTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private Uid _study;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>());
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task The_page_shows_the_facts_and_images_that_are_there_at_once()
    {
        await MakeSheetAsync();
        var created = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();

        var answer = await bearer.GetAsync($"/l/{created.Token}");
        var html = await answer.Content.ReadAsStringAsync();
        var text = TestGateway.Decoded(html);

        Assert.Contains("NGUYỄN THỊ PHƯỢNG", text, StringComparison.Ordinal);
        Assert.Contains("Sinh năm 1962", text, StringComparison.Ordinal);
        Assert.DoesNotContain("15/04/1962", text, StringComparison.Ordinal);
        Assert.DoesNotContain("BN24001837", text, StringComparison.Ordinal);
        Assert.StartsWith("data:image/jpeg;base64,/9j/", Assert.Single(ImageSource().Matches(html)).Groups[1].Value, StringComparison.Ordinal);

        Assert.Contains("no-referrer", answer.Headers.GetValues("Referrer-Policy"));
        Assert.Contains("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.True(html.Length < 75_000, "the first page is for phones on weak networks");
    }

    [Theory]
    [InlineData("image/avif,image/webp,*/*;q=0.8", "image/webp")]
    [InlineData("image/png,*/*;q=0.5", "image/jpeg")]
    public async Task A_contact_sheet_is_small_and_in_the_coding_the_browser_takes(string accept, string expected)
    {
        var created = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();
        var series = ViewLink().Match(await bearer.GetStringAsync($"/l/{created.Token}")).Groups[1].Value.Split('/')[5];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/l/{created.Token}/images/{_study}/{series}/sheet");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var answer = await bearer.SendAsync(request);

        Assert.Equal(expected, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.Private);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1_000, 40 * 1024);
    }

    [Fact]
    public async Task A_link_that_permits_only_looking_offers_pictures_and_no_viewer()
    {
        var created = await _gateway.CreateLinkAsync(_study, change: wish => wish with { Permission = LinkPermission.View });
        using var bearer = _gateway.Browser();

        var html = await bearer.GetStringAsync($"/l/{created.Token}");

        Assert.DoesNotContain("data-viewer", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await bearer.GetAsync($"/l/{created.Token}/viewer/{_study}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync(WebUtility.HtmlDecode(ViewLink().Match(html).Groups[1].Value))).StatusCode);
    }

    [Fact]
    public async Task Every_opening_and_image_view_is_in_the_audit_trail()
    {
        await MakeSheetAsync();
        var created = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();
        await bearer.GetAsync(await ImageAsync(bearer, created.Token));

        var lines = await _gateway.AuditAsync(_study, created.Link.Id);

        Assert.Equal(
            [AuditAction.LinkImageViewed, AuditAction.LinkImageViewed, AuditAction.LinkOpened, AuditAction.LinkCreated], lines.Select(line => line.Action)); // the page's own sheet is one
        Assert.All(lines.Take(3), line => Assert.Equal(($"link:{created.Link.Id}", "127.0.0.1"), (line.Actor, line.RemoteAddress)));
    }

    [Fact]
    public async Task Revoking_closes_pages_and_images_at_once()
    {
        var created = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();
        var html = await bearer.GetStringAsync($"/l/{created.Token}");
        var image = await ImageAsync(bearer, created.Token);
        var view = WebUtility.HtmlDecode(ViewLink().Match(html).Groups[1].Value);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync(view)).StatusCode);

        await _gateway.Get<IStudyLinks>().RevokeAsync(created.Link.Id, "nurse", CancellationToken.None);

        foreach (var address in new[] { $"/l/{created.Token}", image, view, $"/l/{created.Token}/dicom-web/studies" })
            Assert.Equal(HttpStatusCode.Gone, (await bearer.GetAsync(address)).StatusCode);
        Assert.Contains(await _gateway.AuditAsync(_study, created.Link.Id), line => line is { Action: AuditAction.LinkRefused, Detail.Text: "revoked" });
    }

    [Fact]
    public async Task An_expired_link_says_what_to_do()
    {
        var created = await _gateway.CreateLinkAsync(_study);
        _gateway.Clock.Advance(TimeSpan.FromDays(31));

        var answer = await _gateway.Browser().GetAsync($"/l/{created.Token}");

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains(
            "Liên kết này đã hết hạn. Hãy liên hệ bệnh viện để nhận liên kết mới.", TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_stands_before_everything_and_is_remembered_in_this_browser_for_this_link()
    {
        var created = await _gateway.CreateLinkAsync(_study, "2468");
        var page = $"/l/{created.Token}";
        using var bearer = _gateway.Browser();
        var asked = await bearer.GetStringAsync(page);

        Assert.DoesNotContain("PHƯỢNG", TestGateway.Decoded(asked), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await bearer.GetAsync($"{page}/dicom-web/studies")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestGateway.PostAsync(bearer, page, page, ("pin", "0000"))).StatusCode);

        var entered = await TestGateway.PostAsync(bearer, page, page, ("pin", "2468"));
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"), value => value.StartsWith("opened=", StringComparison.Ordinal));
        Assert.Contains($"path={page}", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("PHƯỢNG", TestGateway.Decoded(await bearer.GetStringAsync(page)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync($"{page}/dicom-web/studies")).StatusCode);

        using var other = _gateway.Browser();
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync($"{page}/dicom-web/studies")).StatusCode);
    }

    [Fact]
    public async Task After_five_wrong_pins_the_page_says_when_to_try_again()
    {
        var created = await _gateway.CreateLinkAsync(_study, "2468");
        var page = $"/l/{created.Token}";
        using var bearer = _gateway.Browser();
        HttpResponseMessage answer = null!;
        var html = await bearer.GetStringAsync(page);
        for (var attempt = 0; attempt < 5; attempt++)
            answer = await bearer.PostAsync(page, FormOf(html, "0000"));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("23/11/2026 09:15", TestGateway.Decoded(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await bearer.PostAsync(page, FormOf(html, "2468"))).StatusCode);
    }

    [Theory]
    [InlineData("facebookexternalhit/1.1")]
    [InlineData("TelegramBot (like TwitterBot)")]
    [InlineData("ZaloPC-win32-24v620 zalo/linkpreview")]
    public async Task Preview_robots_do_not_count_as_openings(string robot)
    {
        var created = await _gateway.CreateLinkAsync(_study);

        using var preview = _gateway.Browser(robot);
        Assert.Equal(HttpStatusCode.OK, (await preview.GetAsync($"/l/{created.Token}")).StatusCode);

        Assert.Equal(0, (await _gateway.Get<IStudyLinks>().FindAsync(created.Link.Id, CancellationToken.None))!.Openings);
        Assert.Contains(await _gateway.AuditAsync(_study, created.Link.Id), line => line is { Action: AuditAction.LinkOpened, Detail.Text: "preview" });
    }

    [Fact]
    public async Task The_token_is_in_no_log_line()
    {
        var created = await _gateway.CreateLinkAsync(_study, "2468");
        using var bearer = _gateway.Browser();

        await bearer.GetAsync($"/l/{created.Token}");
        await bearer.GetAsync($"/l/{created.Token}/dicom-web/studies");
        await TestGateway.PostAsync(bearer, $"/l/{created.Token}", $"/l/{created.Token}", ("pin", "0000"));
        await bearer.GetAsync($"/l/{created.Token}/view/1.2/1.3/1");

        Assert.NotEmpty(_gateway.Logs.Lines);
        Assert.DoesNotContain(_gateway.Logs.Lines, line => line.Contains(created.Token, StringComparison.Ordinal));
        Assert.DoesNotContain(_gateway.Logs.Lines, line => line.Contains("PHƯỢNG", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_tries_many_tokens_is_stopped_before_the_audit_trail_fills_up()
    {
        var created = await _gateway.CreateLinkAsync(_study);
        using var guesser = _gateway.Browser();
        for (var guess = 0; guess < 70; guess++)
            await guesser.GetAsync($"/l/{guess:D24}/dicom-web/studies");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.GetAsync($"/l/{created.Token}/dicom-web/studies")).StatusCode);
        Assert.Equal(60, (await _gateway.AuditAsync()).Count(line => line is { Action: AuditAction.LinkRefused, Detail.Text: "unknown" }));
        _gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await guesser.GetAsync($"/l/{created.Token}/dicom-web/studies")).StatusCode);
    }

    [Fact]
    public async Task Windows_change_the_image_of_a_ct_and_an_unknown_one_is_ignored()
    {
        var created = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();
        var image = (await ImageAsync(bearer, created.Token)).Split("&window", 2)[0];

        var own = await bearer.GetByteArrayAsync(image);

        Assert.NotEqual(own, await bearer.GetByteArrayAsync($"{image}&window=bone"));
        Assert.Equal(own, await bearer.GetByteArrayAsync($"{image}&window=<script>"));
    }

    [Fact]
    public async Task The_page_speaks_english_when_asked_and_remembers_it()
    {
        var created = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();

        Assert.Contains("Born 1962", await bearer.GetStringAsync($"/l/{created.Token}?lang=en"), StringComparison.Ordinal);
        Assert.Contains("Born 1962", await bearer.GetStringAsync($"/l/{created.Token}"), StringComparison.Ordinal);
    }

    /// <summary>The address of the first image in large.</summary>
    private static async Task<string> ImageAsync(HttpClient bearer, string token)
    {
        var view = WebUtility.HtmlDecode(ViewLink().Match(await bearer.GetStringAsync($"/l/{token}")).Groups[1].Value);
        return WebUtility.HtmlDecode(ImageSource().Match(await bearer.GetStringAsync(view)).Groups[1].Value);
    }

    private static FormUrlEncodedContent FormOf(string html, string pin) => new(
    [
        KeyValuePair.Create("pin", pin), KeyValuePair.Create("__RequestVerificationToken", FormToken().Match(html).Groups[1].Value),
    ]);

    /// <summary>As after a link was made by a page or a program: the sheet is ready and comes inside the page.</summary>
    private async Task MakeSheetAsync()
    {
        var series = Assert.Single(await _gateway.Get<StudyContents>().OfStudyAsync(_study, CancellationToken.None));
        await _gateway.Get<SheetStore>().GetAsync(series, SheetPlan.Overview(series.ImageCount), series.BestWindow, RenderedMediaType.Jpeg, null);
    }

    [GeneratedRegex("<img src=\"([^\"]+)\"")]
    private static partial Regex ImageSource();

    [GeneratedRegex("href=\"([^\"]+/view/[^\"]+)\"")]
    private static partial Regex ViewLink();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}

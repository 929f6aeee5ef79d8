using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.SignIn;

public sealed partial class SignInTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task The_first_start_gives_an_administrator_whose_password_must_be_changed()
    {
        var setup = _gateway.Get<AccountSetup>();
        var password = await setup.EnsureAdministratorAsync();
        using var browser = _gateway.Browser();

        Assert.Null(await setup.EnsureAdministratorAsync());
        var signedIn = await TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", "Admin "), ("password", password!), ("return", "/links"));
        Assert.Equal("/links", signedIn.Headers.Location!.OriginalString);
        Assert.Equal("/change-password", (await browser.GetAsync("/links")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/dicom-web/studies")).StatusCode);

        var weak = await TestGateway.PostAsync(browser, "/change-password", "/change-password", ("current", password!), ("password", "admin12345"), ("repeat", "admin12345"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        var changed = await TestGateway.PostAsync(
            browser, "/change-password", "/change-password", ("current", password!), ("password", TestGateway.Password), ("repeat", TestGateway.Password));
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/links")).StatusCode);
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        await _gateway.AddUserAsync();
        using var browser = _gateway.Browser();

        var answer = await TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", TestGateway.UserName), ("password", TestGateway.Password));

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("gateway.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(await _gateway.AuditAsync(), line => line is { Action: AuditAction.SignIn, Outcome: AuditOutcome.Success, Actor: TestGateway.UserName, RemoteAddress: "127.0.0.1" });
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_fifteen_minutes()
    {
        await _gateway.AddUserAsync();
        using var browser = _gateway.Browser();

        for (var attempt = 0; attempt < 5; attempt++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(browser, "wrong password")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignInAsync(browser, TestGateway.Password)).StatusCode);
        _gateway.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(browser, TestGateway.Password)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_name_is_answered_like_a_wrong_password()
    {
        await _gateway.AddUserAsync();
        using var browser = _gateway.Browser();

        var unknown = await TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", "nobody"), ("password", "x"));
        var wrong = await SignInAsync(browser, "x");

        Assert.Equal((wrong.StatusCode, HttpStatusCode.Unauthorized), (unknown.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task A_disabled_account_ends_its_open_sessions_at_once()
    {
        await _gateway.AddUserAsync();
        using var browser = await _gateway.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/studies")).StatusCode);

        await _gateway.Get<Accounts>().SetDisabledAsync(TestGateway.UserName, disabled: true, "admin", CancellationToken.None);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/studies")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(_gateway.Browser(), TestGateway.Password)).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session()
    {
        await _gateway.AddUserAsync();
        using var browser = await _gateway.SignedInAsync();
        using var other = await _gateway.SignedInAsync();

        var changed = await TestGateway.PostAsync(
            browser, "/change-password", "/change-password", ("current", TestGateway.Password), ("password", "another long sentence"), ("repeat", "another long sentence"));

        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/studies")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/studies")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_in_this_browser()
    {
        await _gateway.AddUserAsync();
        using var browser = await _gateway.SignedInAsync();

        await TestGateway.PostAsync(browser, "/studies", "/sign-out");

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/studies")).StatusCode);
        Assert.Contains(await _gateway.AuditAsync(), line => line is { Action: AuditAction.SignOut, Actor: TestGateway.UserName });
    }

    [Fact]
    public async Task Programs_sign_in_with_each_request_and_are_refused_as_soon_as_the_password_is_another()
    {
        await _gateway.AddUserAsync();
        using var program = _gateway.Program();
        using var wrong = _gateway.Program(password: "wrong");

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/study-links")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/study-links")).StatusCode);
        var refused = await wrong.GetAsync("/api/study-links");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
        Assert.Single(await _gateway.AuditAsync(), line => line is { Action: AuditAction.SignIn, Outcome: AuditOutcome.Success });

        await _gateway.Get<Accounts>().SetPasswordAsync(TestGateway.UserName, "another long sentence", mustChange: false, "admin", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/study-links")).StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await _gateway.AddUserAsync();
        using var browser = await _gateway.SignedInAsync();

        var answer = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/studies")).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    public async Task A_request_from_another_site_changes_nothing_even_with_the_cookie(string header, string value)
    {
        await _gateway.AddUserAsync();
        using var browser = await _gateway.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/study-links") { Content = JsonContent.Create(new { studyInstanceUids = new[] { "1.2.3" } }) };
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("")]
    public async Task Signing_in_leads_nowhere_but_into_the_gateway(string target)
    {
        await _gateway.AddUserAsync();
        using var browser = _gateway.Browser();

        var answer = await TestGateway.PostAsync(
            browser, "/sign-in", "/sign-in", ("user", TestGateway.UserName), ("password", TestGateway.Password), ("return", target));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Only_administrators_manage_accounts()
    {
        await _gateway.AddUserAsync();
        using var browser = await _gateway.SignedInAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/accounts")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestGateway.PostAsync(browser, "/change-password", "/accounts", ("user", "friend"), ("role", "administrator"))).StatusCode);
    }

    [Fact]
    public async Task An_administrator_adds_people_resets_their_passwords_and_shuts_them_out()
    {
        await _gateway.AddUserAsync(Role.Administrator);
        using var browser = await _gateway.SignedInAsync();

        var added = TestGateway.Decoded(await (await TestGateway.PostAsync(browser, "/accounts", "/accounts", ("user", "KTV.Minh"), ("role", "technician"))).Content.ReadAsStringAsync());
        var password = OneTimePassword().Match(added).Groups[1].Value;
        var account = await _gateway.Get<Accounts>().FindAsync("ktv.minh", CancellationToken.None);

        Assert.Equal((Role.Technician, true), (account!.Role, account.MustChangePassword));
        Assert.IsType<SignInOutcome.Accepted>(await _gateway.Get<Accounts>().SignInAsync("ktv.minh", password, null, CancellationToken.None));
        Assert.Equal(HttpStatusCode.BadRequest, (await TestGateway.PostAsync(browser, "/accounts", "/accounts", ("user", "ktv.minh"), ("role", "technician"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await TestGateway.PostAsync(browser, "/accounts", "/accounts", ("user", "<b>"), ("role", "technician"))).StatusCode);
        await TestGateway.PostAsync(browser, "/accounts", "/accounts/ktv.minh/disabled", ("disabled", "true"));
        Assert.IsType<SignInOutcome.Wrong>(await _gateway.Get<Accounts>().SignInAsync("ktv.minh", password, null, CancellationToken.None));
        Assert.Equal(HttpStatusCode.BadRequest, (await TestGateway.PostAsync(browser, "/accounts", $"/accounts/{TestGateway.UserName}/disabled", ("disabled", "true"))).StatusCode);
    }

    [Fact]
    public async Task Forwarded_headers_of_strangers_are_not_believed()
    {
        await _gateway.AddUserAsync();
        using var browser = _gateway.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        await SignInAsync(browser, "wrong password");

        Assert.Contains(await _gateway.AuditAsync(), line => line is { Action: AuditAction.SignIn, Outcome: AuditOutcome.Refused, RemoteAddress: "127.0.0.1" });
    }

    [GeneratedRegex("<strong>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</strong>")]
    private static partial Regex OneTimePassword();

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) =>
        TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", TestGateway.UserName), ("password", password));
}

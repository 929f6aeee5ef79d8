using System.Net;
using System.Text.RegularExpressions;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.SignIn;

public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Reviewer = "gd.hoa";

    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task A_reviewer_sets_the_second_factor_up_before_anything_else()
    {
        await _gateway.AddUserAsync(Role.Reviewer, Reviewer, mustChange: false, hasSecondFactor: false);
        using var browser = _gateway.Browser();
        await PasswordAsync(browser);
        Assert.Equal("/second-factor", (await browser.GetAsync("/claims")).Headers.Location!.OriginalString);

        var page = await browser.GetStringAsync("/second-factor");
        var secret = Regex.Match(page, "id=\"secret\">([A-Z2-7]{32})<").Groups[1].Value;
        var @sealed = Regex.Match(page, "name=\"sealed\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await EnrolAsync(browser, @sealed, "000000")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await EnrolAsync(browser, "forged", CodeOf(secret))).StatusCode);
        var done = await (await EnrolAsync(browser, @sealed, CodeOf(secret))).Content.ReadAsStringAsync();

        Assert.Equal(8, Regex.Count(done, "<code>[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}</code>"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/claims")).StatusCode);
        Assert.DoesNotContain(_gateway.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));

        // the phone is gone: a recovery code lets in, once
        var recovery = Regex.Match(done, "<code>([a-z0-9-]{19})</code>").Groups[1].Value;
        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.Unauthorized })
        {
            using var other = _gateway.Browser();
            await PasswordAsync(other);
            Assert.Equal(expected, (await CodeAsync(other, recovery)).StatusCode);
        }
    }

    [Fact]
    public async Task The_password_alone_opens_nothing_and_a_code_is_taken_once()
    {
        await _gateway.AddUserAsync(Role.Reviewer, Reviewer);
        using var browser = _gateway.Browser();
        await PasswordAsync(browser);
        foreach (var path in new[] { "/claims", "/change-password", "/second-factor", "/" })
            Assert.StartsWith("/sign-in/code?return=", (await browser.GetAsync(path)).Headers.Location!.OriginalString, StringComparison.Ordinal);

        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = CodeOf(TestGateway.Secret);
        Assert.Equal("/claims", (await CodeAsync(browser, $"{code[..3]} {code[3..]}", "/claims")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/claims")).StatusCode);

        using var thief = _gateway.Browser();
        await PasswordAsync(thief);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CodeAsync(thief, code)).StatusCode);
        Assert.Contains(await _gateway.AuditAsync(), line => line is { Action: AuditAction.SignIn, Outcome: AuditOutcome.Refused, Actor: Reviewer, Detail.Text: "second factor" });
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account_however_often_the_password_is_right()
    {
        await _gateway.AddUserAsync(Role.Reviewer, Reviewer);
        var answers = new List<HttpStatusCode>();
        for (var round = 0; round < 3; round++)
        {
            using var thief = _gateway.Browser();
            var signedIn = await TestGateway.PostAsync(thief, "/sign-in", "/sign-in", ("user", Reviewer), ("password", TestGateway.Password));
            answers.Add(signedIn.StatusCode);
            if (signedIn.StatusCode == HttpStatusCode.Redirect)
                answers.Add((await CodeAsync(thief, "123456")).StatusCode);
        }

        Assert.Equal(
            [HttpStatusCode.Redirect, HttpStatusCode.Unauthorized, HttpStatusCode.Redirect, HttpStatusCode.Unauthorized, HttpStatusCode.Redirect, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task Programs_cannot_go_round_the_second_factor()
    {
        await _gateway.AddUserAsync(Role.Radiologist, TestGateway.UserName, mustChange: false, hasSecondFactor: true);
        using var program = _gateway.Program();
        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync("/dicom-web/studies")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_resets_it_and_the_owner_enrols_anew()
    {
        await _gateway.AddUserAsync(Role.Reviewer, Reviewer);
        await _gateway.AddUserAsync(Role.Administrator);
        using var reviewer = await _gateway.SignedInAsync(Reviewer);
        using var administrator = await _gateway.SignedInAsync();

        await TestGateway.PostAsync(administrator, "/accounts", $"/accounts/{Reviewer}/second-factor");

        Assert.StartsWith("/sign-in?", (await reviewer.GetAsync("/claims")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var again = _gateway.Browser();
        await PasswordAsync(again);
        Assert.Equal("/second-factor", (await again.GetAsync("/claims")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_administrator_who_lost_phone_and_recovery_codes_gets_in_again_from_the_command_line()
    {
        await _gateway.AddUserAsync(Role.Administrator, AccountSetup.AdministratorName, mustChange: false, hasSecondFactor: true);
        using var browser = _gateway.Browser();

        var password = await _gateway.Get<AccountSetup>().ResetAdministratorAsync();
        var answer = await TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", AccountSetup.AdministratorName), ("password", password));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("/sign-in/code", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_a_power_cut_emptied_costs_what_it_sealed_and_a_recovery_code_still_helps()
    {
        await _gateway.AddUserAsync(Role.Reviewer, Reviewer, mustChange: false, hasSecondFactor: false);
        var codes = await _gateway.Get<SecondFactors>().EnrolAsync(Reviewer, TestGateway.Secret, CodeOf(TestGateway.Secret), null, CancellationToken.None);
        var keys = Directory.GetFiles(Path.Combine(_gateway.Directory, "keys", "sessions"), "*.xml");
        foreach (var key in keys)
            File.WriteAllBytes(key, []);
        await using var node = await TestGateway.StartAsync(beside: _gateway);
        using var browser = node.Browser();

        var password = await TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", Reviewer), ("password", TestGateway.Password));
        var code = await TestGateway.PostAsync(browser, "/sign-in/code", "/sign-in/code", ("code", CodeOf(TestGateway.Secret)));
        var recovery = await TestGateway.PostAsync(browser, "/sign-in/code", "/sign-in/code", ("code", codes![0]));

        Assert.Equal("/sign-in/code", password.Headers.Location!.OriginalString.Split('?')[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, code.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, recovery.StatusCode);
        Assert.Contains(node.Logs.Lines, line => line.Contains(Assert.Single(keys), StringComparison.Ordinal) && line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_sleeps_is_locked_until_an_administrator_opens_it()
    {
        await _gateway.AddUserAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(91));
        using var browser = _gateway.Browser();
        Task<HttpResponseMessage> SignInAsync() => TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", TestGateway.UserName), ("password", TestGateway.Password));

        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync()).StatusCode);
        await _gateway.Get<Accounts>().SetDisabledAsync(TestGateway.UserName, disabled: false, "admin", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync()).StatusCode);
    }

    [Theory]
    [InlineData(SecondFactorRule.Reviewers, Role.Reviewer, "10.0.0.1", true)]
    [InlineData(SecondFactorRule.Reviewers, Role.Administrator, "8.8.8.8", false)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "8.8.8.8", true)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "172.32.0.1", true)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "2001:4860:4860::8888", true)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "172.31.255.1", false)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "::ffff:192.168.1.9", false)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "fd00::1", false)]
    [InlineData(SecondFactorRule.Internet, Role.Radiologist, "127.0.0.1", false)]
    [InlineData(SecondFactorRule.Everyone, Role.Technician, "127.0.0.1", true)]
    public void The_setting_says_who_needs_it(SecondFactorRule rule, Role role, string address, bool asks) =>
        Assert.Equal(asks, rule.Asks(role, IPAddress.Parse(address)));

    private string CodeOf(string secret) => Totp.CodeAt(secret, _gateway.Clock.GetUtcNow());

    private static async Task PasswordAsync(HttpClient browser) => Assert.Equal(
        HttpStatusCode.Redirect, (await TestGateway.PostAsync(browser, "/sign-in", "/sign-in", ("user", Reviewer), ("password", TestGateway.Password))).StatusCode);

    private static Task<HttpResponseMessage> CodeAsync(HttpClient browser, string code, string target = "/") =>
        TestGateway.PostAsync(browser, "/sign-in/code", "/sign-in/code", ("code", code), ("return", target));

    private static Task<HttpResponseMessage> EnrolAsync(HttpClient browser, string @sealed, string code) =>
        TestGateway.PostAsync(browser, "/second-factor", "/second-factor", ("sealed", WebUtility.HtmlDecode(@sealed)), ("code", code));
}

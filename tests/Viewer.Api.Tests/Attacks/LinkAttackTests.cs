using System.Net;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Attacks;

/// <summary>What people try with links, codes and names.</summary>
public sealed partial class LinkAttackTests : IAsyncLifetime
{
    private const string Script = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    private TestGateway _gateway = null!;
    private Uid _study, _other;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        var ingest = _gateway.Get<IInstanceIngest>();
        _study = await DemoSeed.CtAsync(ingest, data => data
            .SetString(Tags.PatientName, Script).SetString(Tags.StudyDescription, Script).SetString(Tags.SeriesDescription, Script).SetString(Tags.InstitutionName, Script)
            .SetString(Tags.StationName, "<b>x</b>").SetString(Tags.AccessionNumber, "'><svg onload=1>"));
        _other = await DemoSeed.UltrasoundAsync(ingest);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("studies/{own}%2F..%2F{other}/metadata")]
    [InlineData("studies/{own}/../{other}/metadata")]
    [InlineData("studies/{own}/%2e%2e/{other}/metadata")]
    [InlineData("studies/{own}/..%2f{other}/metadata")]
    [InlineData("studies/{own}%252f..%252f{other}/metadata")]
    [InlineData("studies/{own}/..%5c{other}/metadata")]
    [InlineData("studies/{own},{other}/metadata")]
    [InlineData("studies/{own}%5C{other}/metadata")]
    [InlineData("studies/{own};{other}/metadata")]
    [InlineData("studies/%20{other}/metadata")]
    [InlineData("studies/{other}./metadata")]
    [InlineData("studies/{other}%00/metadata")]
    [InlineData("studies/{wide}/metadata")]
    [InlineData("studies//{other}/metadata")]
    [InlineData("studies/{other}/series/{own}/../../metadata")]
    [InlineData("../../dicom-web/studies/{other}/metadata")]
    [InlineData("..%2f..%2fdicom-web%2fstudies/{other}/metadata")]
    [InlineData("studies?StudyInstanceUID={own}&StudyInstanceUID={other}&0020000D={other}&includefield=all")]
    [InlineData("studies?study={other}&token=x&StudyInstanceUID={other}")]
    [InlineData("series?0020000D={own}%5C{other}")]
    public async Task No_trick_with_the_address_shows_another_study(string path)
    {
        var link = await _gateway.CreateLinkAsync(_study);
        var raw = $"l/{link.Token}/dicom-web/" + path.Replace("{own}", _study.Value, StringComparison.Ordinal).Replace("{other}", _other.Value, StringComparison.Ordinal)
            .Replace("{wide}", Uri.EscapeDataString(string.Concat(_other.Value.Select(letter => char.IsAsciiDigit(letter) ? (char)(letter - '0' + '\uFF10') : letter))), StringComparison.Ordinal);
        using var bearer = _gateway.Browser();
        // as it stands: nothing is made tidy on the way
        using var answer = await bearer.GetAsync(new Uri($"{_gateway.Address}{raw}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
        Assert.DoesNotContain("\"Value\":[\"" + _other.Value, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.StatusCode != HttpStatusCode.OK || path.Contains('?', StringComparison.Ordinal), $"{path}: {answer.StatusCode}");
    }

    [Fact]
    public async Task Instances_of_another_study_do_not_exist_below_the_own_one()
    {
        var link = await _gateway.CreateLinkAsync(_study);
        using var bearer = _gateway.Browser();
        await foreach (var other in _gateway.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(_other), CancellationToken.None))
        {
            foreach (var rest in new[] { "", "/metadata", "/rendered", "/thumbnail", "/frames/1", "/frames/1,2", "/bulkdata/7FE00010" })
            {
                var path = $"/l/{link.Token}/dicom-web/studies/{_study}/series/{other.SeriesInstanceUid}/instances/{other.SopInstanceUid}{rest}";
                Assert.Equal((path, HttpStatusCode.NotFound), (path, (await bearer.GetAsync(path)).StatusCode));
            }

            Assert.Equal(HttpStatusCode.NotFound, (await bearer.GetAsync($"/l/{link.Token}/images/{_study}/{other.SeriesInstanceUid}/{other.SopInstanceUid}/1")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bearer.GetAsync($"/l/{link.Token}/view/{_study}/{other.SeriesInstanceUid}/1")).StatusCode);
        }
    }

    [Fact]
    public async Task Names_that_are_programs_are_text_on_every_page_and_no_page_allows_inline_script()
    {
        await _gateway.AddUserAsync(Role.Administrator);
        var link = await _gateway.CreateLinkAsync(_study, null, wish => wish with { Note = Script, Recipient = Script });
        var pin = await _gateway.CreateLinkAsync(_study, "2468");
        var limited = await _gateway.CreateLinkAsync(_study, null, wish => wish with { MaxOpenings = 1 });
        foreach (var (key, study) in new[] { ("1", (Uid?)_study), ("2", null) })
            await _gateway.Get<IReports>().ReceiveAsync(
                new NewReport { Origin = ReportOrigin.Hl7, SourceKey = key, Actor = "HIS", StudyInstanceUid = study, OrderKey = Script, Title = Script, Description = Script, Conclusion = Script, ReaderName = Script, ReaderCode = Script },
                CancellationToken.None);
        await _gateway.Get<IStudyManifests>().FreezeAsync(_study, Script, Script, CancellationToken.None);
        using var browser = await _gateway.SignedInAsync();
        var series = "";
        await foreach (var instance in _gateway.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(_study), CancellationToken.None))
            series = instance.SeriesInstanceUid.Value;
        string[] pages =
        [
            "/studies", "/studies?q=%3Cscript%3Ealert(1)%3C/script%3E", $"/studies/{_study}", $"/studies/{_study}/audit", $"/links/new?study={_study}", $"/studies/{_study}/slip",
            "/reports", "/audit", $"/studies/{_study}/evidence", "/links", $"/links/{link.Link.Id}", "/claims", "/ledger", "/devices", "/health", "/accounts", "/c", $"/view/{_study}/{series}/1",
            $"/l/{link.Token}", $"/l/{link.Token}/view/{_study}/{series}/1", $"/l/{pin.Token}", $"/l/{limited.Token}", "/l/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        ];
        foreach (var page in pages)
        {
            using var answer = await browser.GetAsync(page);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode < 500, $"{page}: {answer.StatusCode}");
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<svg onload", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>x</b>", html, StringComparison.OrdinalIgnoreCase);
            Assert.False(InlineHandler().IsMatch(html), $"{page} has an inline handler");
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_code_that_exists_looks_like_one_that_does_not_until_its_pin_is_right()
    {
        var link = await _gateway.CreateLinkAsync(_study, "2468");
        var revoked = await _gateway.CreateLinkAsync(_study, "2468");
        await _gateway.Get<IStudyLinks>().RevokeAsync(revoked.Link.Id, "test", CancellationToken.None);
        using var guesser = _gateway.Browser();
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var (code, guess) in new[] { ("aaaaa-aaaaa", "0000"), (ShortCode.Shown(link.Code!), "0000"), (revoked.Code!, "2468"), ("'; --", "1"), ("", "") })
        {
            using var answer = await TestGateway.PostAsync(guesser, "/c", "/c", ("code", code), ("pin", guess));
            answers.Add((answer.StatusCode, FormToken().Replace(await answer.Content.ReadAsStringAsync(), "")));
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(HttpStatusCode.Forbidden, answers[0].Item1);
    }

    [Fact]
    public async Task A_code_with_its_pin_opens_for_a_session_and_a_session_ends_with_its_link()
    {
        var link = await _gateway.CreateLinkAsync(_study, "2468");
        using var patient = _gateway.Browser();
        using var opened = await TestGateway.PostAsync(patient, "/c", "/c", ("code", ShortCode.Shown(link.Code!).ToUpperInvariant()), ("pin", "2468"));
        var page = opened.Headers.Location!.OriginalString;

        Assert.Equal(HttpStatusCode.OK, (await patient.GetAsync(page)).StatusCode);
        using (var thief = _gateway.Browser())
            Assert.Equal(HttpStatusCode.Forbidden, (await thief.GetAsync($"{page}/dicom-web/studies")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await patient.GetAsync($"{page[..^2]}xx/dicom-web/studies")).StatusCode);
        await _gateway.Get<IStudyLinks>().RevokeAsync(link.Link.Id, "test", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Gone, (await patient.GetAsync($"{page}/dicom-web/studies")).StatusCode);
    }

    [Fact]
    public async Task Codes_are_not_guessed_faster_than_the_address_allows_and_never_without_a_pin()
    {
        Assert.Null((await _gateway.CreateLinkAsync(_study)).Code);
        using var guesser = _gateway.Browser();
        var failures = _gateway.Get<FailureLimit>();
        for (var guess = 0; guess < FailureLimit.Allowed; guess++)
            failures.Count("127.0.0.1");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await TestGateway.PostAsync(guesser, "/c", "/c", ("code", "aaaaa-aaaaa"), ("pin", "0000"))).StatusCode);
    }

    [Theory]
    [InlineData("facebookexternalhit/1.1")]
    [InlineData("TelegramBot (like TwitterBot)")]
    [InlineData("Mozilla/5.0 (compatible; Zalo)")]
    public async Task Previews_of_a_limited_link_use_nothing_up_and_see_nothing(string robot)
    {
        var link = await _gateway.CreateLinkAsync(_study, null, wish => wish with { MaxOpenings = 1 });
        using var preview = _gateway.Browser(robot);
        for (var visit = 0; visit < 3; visit++)
            Assert.DoesNotContain($"/l/{link.Token}/", await preview.GetStringAsync($"/l/{link.Token}"), StringComparison.Ordinal);

        using var person = _gateway.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await TestGateway.PostAsync(person, $"/l/{link.Token}", $"/l/{link.Token}")).StatusCode);
        Assert.Contains($"/l/{link.Token}/", await person.GetStringAsync($"/l/{link.Token}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await _gateway.Browser().GetAsync($"/l/{link.Token}")).StatusCode);
    }

    [GeneratedRegex("<[^>]*\\son[a-z]+\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]+\"")]
    private static partial Regex FormToken();
}

using System.Net;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Pages;

/// <summary>Retention class, legal hold and deletion by the administrator's page, and what a verification found on the health page.</summary>
public sealed class KeepingTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private HttpClient _browser = null!;
    private Uid _study;

    private string Page => $"/studies/{_study}/keeping";

    public async Task InitializeAsync()
    {
        var retention = new RetentionOptions { Years = new Dictionary<string, int> { [RetentionOptions.Standard] = 0, ["accident"] = 15 } };
        _gateway = await TestGateway.StartAsync(storage: new StorageOptions { Retention = retention });
        await _gateway.AddUserAsync(Role.Administrator);
        _study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>());
        _gateway.Clock.Advance(TimeSpan.FromMinutes(1)); // what arrives after the mark takes it off
        _browser = await _gateway.SignedInAsync();
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        return _gateway.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task A_study_is_marked_and_kept_after_all_and_both_are_in_the_audit_trail()
    {
        await PostAsync("delete", ("reason", "duplicate of another"));
        var html = TestGateway.Decoded(await _browser.GetStringAsync(Page));
        Assert.Contains("duplicate of another", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Page}/delete", html, StringComparison.Ordinal);

        await PostAsync("keep");
        Assert.Contains($"{Page}/delete", await _browser.GetStringAsync(Page), StringComparison.Ordinal);
        var audit = (await _gateway.AuditAsync(_study)).Where(row => row.Action == AuditAction.Delete).ToList();
        Assert.Equal(2, audit.Count);
        Assert.All(audit, row => Assert.Equal(TestGateway.UserName, row.Actor));
    }

    [Fact]
    public async Task What_was_marked_is_gone_after_the_grace()
    {
        await PostAsync("delete", ("reason", "old"));
        _gateway.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(PurgeResult.Purged, Assert.Single(await _gateway.Get<StudyDeletion>().PurgeDueAsync(default)).Outcome.Result);
        Assert.Null(await _gateway.Get<IStudyList>().FindAsync(_study, default));
    }

    [Fact]
    public async Task A_legal_hold_and_a_retention_class_refuse_deletion_and_say_so()
    {
        await PostAsync("hold", ("reason", "court file 12/2026"));
        await PostAsync("class", ("class", "accident"));
        using var refused = await TestGateway.PostAsync(_browser, Page, $"{Page}/delete", ("reason", "old"));
        var html = TestGateway.Decoded(await refused.Content.ReadAsStringAsync());
        Assert.Contains("court file 12/2026", html, StringComparison.Ordinal);
        Assert.Contains("2041", html, StringComparison.Ordinal);
        Assert.Contains(await _gateway.AuditAsync(_study), row => row is { Action: AuditAction.Delete, Outcome: AuditOutcome.Refused });

        await PostAsync("release");
        await PostAsync("class", ("class", RetentionOptions.Standard));
        await PostAsync("delete", ("reason", "old"));
        Assert.Contains($"{Page}/keep\"", await _browser.GetStringAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_reason_or_with_an_unknown_class_nothing_happens()
    {
        foreach (var (action, field) in new[] { ("delete", ("reason", " ")), ("hold", ("reason", new string('x', 201))), ("class", ("class", "forever")) })
        {
            using var answer = await TestGateway.PostAsync(_browser, Page, $"{Page}/{action}", field);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        using var forged = await _browser.PostAsync($"{Page}/delete", new FormUrlEncodedContent([KeyValuePair.Create("reason", "forged")]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.DoesNotContain(await _gateway.AuditAsync(_study), row => row.Action == AuditAction.Delete);
    }

    [Fact]
    public async Task Only_administrators_come_here()
    {
        await _gateway.AddUserAsync(Role.Radiologist, "bs.minh");
        using var radiologist = await _gateway.SignedInAsync("bs.minh");
        using var answer = await radiologist.GetAsync(Page);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(Page, await radiologist.GetStringAsync($"/studies/{_study}"), StringComparison.Ordinal);
        Assert.Contains(Page, await _browser.GetStringAsync($"/studies/{_study}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_page_tells_what_a_verification_found_until_it_is_put_right()
    {
        Assert.Contains("imaging-gateway verify", TestGateway.Decoded(await _browser.GetStringAsync("/health")), StringComparison.Ordinal);
        var file = Directory.EnumerateFiles(Path.Combine(_gateway.Directory, "objects"), "*.dcm", SearchOption.AllDirectories).First();
        var good = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, [.. good[..^1], (byte)~good[^1]]);
        await VerifyAsync();
        var html = TestGateway.Decoded(await _browser.GetStringAsync("/health"));
        Assert.Contains("verify --from-start", html, StringComparison.Ordinal);
        Assert.Contains((await _gateway.Get<ArchiveVerification>().LatestAsync(default))!.Examples.Single(), html, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(file, good);
        await VerifyAsync();
        Assert.DoesNotContain("verify --from-start", TestGateway.Decoded(await _browser.GetStringAsync("/health")), StringComparison.Ordinal);
    }

    private async Task VerifyAsync()
    {
        await foreach (var progress in _gateway.Get<ArchiveVerification>().RunAsync(fromStart: true, 1, default))
            Assert.Equal(progress.Total, progress.Done);
    }

    private async Task PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var answer = await TestGateway.PostAsync(_browser, Page, $"{Page}/{action}", fields);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(Page, answer.Headers.Location!.OriginalString);
    }
}

using System.Net;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Tests.Index;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Pages;

/// <summary>Accounts and pages write and read their own SQL; here on the other database.</summary>
[Collection("postgres")]
public sealed class PagesOnPostgresTests(PostgresServer server) : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(storage: await server.NewSchemaAsync());

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_page_answers()
    {
        await _gateway.AddUserAsync(Role.Administrator);
        var study = await DemoSeed.CtAsync(_gateway.Get<IInstanceIngest>());
        var link = await _gateway.CreateLinkAsync(study);
        using var browser = await _gateway.SignedInAsync();

        foreach (var page in new[] { "/studies?q=phuong", $"/studies/{study}", $"/studies/{study}/audit", $"/studies/{study}/manifest.json", "/links", "/ledger", "/devices", "/health", "/accounts", $"/l/{link.Token}" })
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).StatusCode));
        Assert.Contains("DEMO_CT", await browser.GetStringAsync("/devices"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_lock_and_names_are_taken_once()
    {
        var accounts = _gateway.Get<Accounts>();
        await _gateway.AddUserAsync();

        Assert.False(await accounts.CreateAsync(TestGateway.UserName, TestGateway.Password, Role.Reviewer, mustChange: false, "test", CancellationToken.None));
        for (var attempt = 0; attempt < Accounts.Attempts; attempt++)
            Assert.IsType<SignInOutcome.Wrong>(await accounts.SignInAsync(TestGateway.UserName, "wrong", null, CancellationToken.None));
        Assert.IsType<SignInOutcome.Locked>(await accounts.SignInAsync(TestGateway.UserName, TestGateway.Password, null, CancellationToken.None));
        _gateway.Clock.Advance(Accounts.Lock);
        Assert.IsType<SignInOutcome.Accepted>(await accounts.SignInAsync(TestGateway.UserName, TestGateway.Password, null, CancellationToken.None));
    }
}

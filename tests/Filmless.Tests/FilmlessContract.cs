using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Ledger;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Filmless.Tests;

/// <summary>Manifest, ledger and claims over a real archive; run on both databases.</summary>
public abstract class FilmlessContract : IAsyncLifetime
{
    private Archive _archive = null!;
    private Uid _ct;

    public async Task InitializeAsync()
    {
        _archive = await Archive.StartAsync(await OptionsAsync());
        _ct = await _archive.AddCtAsync();
        await _archive.AddUltrasoundAsync();
    }

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task The_ledger_counts_studies_films_and_links()
    {
        await _archive.CreateLinkAsync(_ct);

        var lines = await _archive.Get<FilmLedger>().LinesAsync(12, CancellationToken.None);

        Assert.Equal(["CT", "US"], lines.Select(line => line.Modality));
        Assert.Equal((1, 5L, 3L, 105_000m), (lines[0].Studies, lines[0].Images, lines[0].FilmsNotPrinted, lines[0].MoneyNotSpent));
        Assert.Equal((1, 0L), (lines[1].Studies, lines[1].FilmsNotPrinted));
        Assert.Equal([(new DateOnly(2026, 11, 1), 1)], (await _archive.Get<FilmLedger>().LinksAsync(12, CancellationToken.None)).Select(pair => (pair.Key, pair.Value)));
    }

    private protected abstract Task<StorageOptions> OptionsAsync();
}

public sealed class FilmlessOnSqliteTests : FilmlessContract
{
    private protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(new StorageOptions());
}

[Collection("postgres")]
public sealed class FilmlessOnPostgresTests(PostgresServer server) : FilmlessContract
{
    private protected override Task<StorageOptions> OptionsAsync() => server.NewSchemaAsync();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
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
    public async Task The_manifest_holds_the_hash_of_every_stored_file()
    {
        var manifest = (await _archive.Get<StudyManifests>().MakeAsync(_ct, CancellationToken.None))!;

        Assert.Equal(new ManifestCounts(1, 5, 5, manifest.Counts.Bytes), manifest.Counts);
        var series = Assert.Single(manifest.Series);
        Assert.Equal(("CT", "DEMO-CT-001", "CTROOM1"), (series.Modality, series.Device.SerialNumber, series.Device.StationName));
        Assert.Equal([1, 2, 3, 4, 5], series.Instances.Select(instance => instance.InstanceNumber!.Value));
        var retrieve = _archive.Get<IInstanceRetrieve>();
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Study(_ct), CancellationToken.None))
        {
            await using var file = await retrieve.OpenFileAsync(stored, CancellationToken.None);
            var listed = Assert.Single(series.Instances, instance => instance.SopInstanceUid == stored.SopInstanceUid.Value);
            Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(file)), listed.Sha256);
            Assert.Equal(stored.Length, listed.Length);
            Assert.Matches("^[0-9a-f]{64}$", listed.PixelDataSha256);
        }
    }

    [Fact]
    public async Task The_manifest_names_no_patient_and_its_one_hash_covers_all()
    {
        var manifest = (await _archive.Get<StudyManifests>().MakeAsync(_ct, CancellationToken.None))!;
        var json = Encoding.UTF8.GetString(StudyManifests.ToJson(manifest));

        Assert.DoesNotContain("PHƯỢNG", json, StringComparison.Ordinal);
        var instances = JsonDocument.Parse(json).RootElement.GetProperty("series").EnumerateArray().SelectMany(series => series.GetProperty("instances").EnumerateArray())
            .Select(instance => $"{instance.GetProperty("sopInstanceUid")} {instance.GetProperty("sha256")}\n").Order(StringComparer.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(instances)))), manifest.ContentSha256);
        Assert.Null(await _archive.Get<StudyManifests>().MakeAsync(new Uid("1.2.3"), CancellationToken.None));
    }

    [Fact]
    public async Task The_ledger_counts_studies_films_and_links()
    {
        await _archive.CreateLinkAsync(_ct);

        var lines = await _archive.Get<FilmLedger>().LinesAsync(12, CancellationToken.None);

        Assert.Equal(["CT", "US"], lines.Select(line => line.Modality));
        Assert.Equal((1, 5L, (long)FilmPolicy.SheetsPerStudy["CT"]), (lines[0].Studies, lines[0].Images, lines[0].FilmsNotPrinted));
        Assert.Equal((1, 0L), (lines[1].Studies, lines[1].FilmsNotPrinted));
        Assert.Equal([(new DateOnly(2026, 11, 1), 1)], (await _archive.Get<FilmLedger>().LinksAsync(12, CancellationToken.None)).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Claim_lines_find_their_studies_by_the_whole_number_only()
    {
        var lines = ClaimList.Parse("MA_LK;SO_PHIEU\nLK1;CT26110001\nLK2\tBN24002210\nLK3;CT2611\n\nSA26110042\n");

        var matches = await _archive.Get<ClaimMatching>().MatchAsync(lines, CancellationToken.None);

        Assert.Equal(["LK1", "LK2", "LK3", "SA26110042"], matches.Select(match => match.Line.Code));
        Assert.Equal([1, 1, 0, 1], matches.Select(match => match.Studies.Count));
        Assert.Equal(_ct, matches[0].Studies[0].StudyInstanceUid);
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

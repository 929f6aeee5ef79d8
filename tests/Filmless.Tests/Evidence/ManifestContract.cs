using System.Text;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Filmless.Tests.Evidence;

/// <summary>Signed manifests, frozen states and versions over a real archive; run on both databases.</summary>
public abstract class ManifestContract : IAsyncLifetime
{
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("evidence-");
    private Archive _archive = null!;
    private Uid _ct;

    private IStudyManifests Manifests => _archive.Get<IStudyManifests>();

    private JsonWebKeySet Keys => _archive.Get<HospitalKeys>().All();

    public async Task InitializeAsync()
    {
        _archive = await Archive.StartAsync(await OptionsAsync());
        _ct = await _archive.AddCtAsync();
    }

    public async Task DisposeAsync()
    {
        _copy.Delete(recursive: true);
        await _archive.DisposeAsync();
    }

    [Fact]
    public async Task A_manifest_lists_every_file_and_names_no_patient()
    {
        var (findings, manifest) = ManifestVerification.Check((await Manifests.MakeAsync(_ct, CancellationToken.None))!.ToJson(), Keys);

        AssertFine(findings);
        Assert.Equal(new ManifestCounts(1, 5, 5, manifest!.Counts.Bytes), manifest.Counts);
        var series = Assert.Single(manifest.Series);
        Assert.Equal(("CT", "DEMO-CT-001", "CTROOM1"), (series.Modality, series.Device.SerialNumber, series.Device.StationName));
        Assert.DoesNotContain("PHƯỢNG", Encoding.UTF8.GetString((await Manifests.MakeAsync(_ct, CancellationToken.None))!.PayloadBytes), StringComparison.Ordinal);
        await CopyAsync();
        AssertFine(await ManifestVerification.CheckImagesAsync(manifest, _copy.FullName, CancellationToken.None));
        Assert.Null(await Manifests.MakeAsync(new Uid("1.2.3"), CancellationToken.None));
    }

    [Fact]
    public async Task A_study_with_a_frozen_manifest_is_not_deleted()
    {
        var deletion = _archive.Get<StudyDeletion>();
        Assert.DoesNotContain(await deletion.MarkAsync(_ct, "tester", "try", CancellationToken.None), reason => reason.Contains("frozen as evidence", StringComparison.Ordinal));
        Assert.NotNull(await Manifests.FreezeAsync(_ct, "claim", "tester", CancellationToken.None));
        Assert.Contains(await deletion.MarkAsync(_ct, "tester", "try", CancellationToken.None), reason => reason.Contains("frozen as evidence", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_of_any_byte_of_the_manifest_is_found()
    {
        var file = (await Manifests.MakeAsync(_ct, CancellationToken.None))!.ToJson();
        for (var position = 0; position < file.Length; position++)
        {
            var changed = (byte[])file.Clone();
            changed[position] ^= 1;
            Assert.Contains(ManifestVerification.Check(changed, Keys).Findings, finding => finding.IsFault);
        }
    }

    [Fact]
    public async Task A_change_of_any_image_is_named_and_so_is_a_missing_one()
    {
        var manifest = ManifestVerification.Check((await Manifests.MakeAsync(_ct, CancellationToken.None))!.ToJson(), Keys).Manifest!;
        var files = await CopyAsync();
        var (touched, lost) = (files[1], files[3]);
        var bytes = await File.ReadAllBytesAsync(touched.Path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(touched.Path, bytes);
        File.Delete(lost.Path);

        var faults = (await ManifestVerification.CheckImagesAsync(manifest, _copy.FullName, CancellationToken.None)).Where(finding => finding.IsFault).Select(finding => finding.Text).ToList();

        Assert.Contains(faults, fault => fault.Contains(touched.Sop.Value, StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(lost.Sop.Value, StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(Path.GetFileName(touched.Path), StringComparison.Ordinal));
        Assert.Equal(4, faults.Count);
    }

    [Fact]
    public async Task Another_hospitals_signature_is_not_ours()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var forged = JsonWebSignature.Sign((await Manifests.MakeAsync(_ct, CancellationToken.None))!.PayloadBytes, StudyManifest.SignatureType, other).ToJson();

        Assert.Contains(ManifestVerification.Check(forged, Keys).Findings, finding => finding.IsFault && finding.Text.Contains("published", StringComparison.Ordinal));
        AssertFine(ManifestVerification.Check(forged, null).Findings); // whole in itself: whose key it is, only published keys can say
    }

    [Fact]
    public async Task A_frozen_state_stays_and_what_arrives_later_shows_as_a_difference()
    {
        var frozen = (await Manifests.FreezeAsync(_ct, "  LK2611-0001 ", "bhxh.lan", CancellationToken.None))!;
        Assert.True((await Manifests.ChangeSinceAsync(frozen, CancellationToken.None)).IsNone);
        Assert.Contains("LK2611-0001", await _archive.Get<IDeletionGuard>().ReasonToKeepAsync(_ct, CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await _archive.Get<IDeletionGuard>().ReasonToKeepAsync(await _archive.AddUltrasoundAsync(), CancellationToken.None));
        Assert.Equal("LK2611-0001", frozen.Manifest.Freeze!.Reason);

        _archive.Clock.Advance(TimeSpan.FromDays(3));
        var late = DemoStudies.ChestCT(new DateTime(2026, 11, 23, 8, 30, 0), slices: 2, size: 32).ToList();
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(), late, header => header.SetString(Tags.StudyInstanceUID, _ct.Value));
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(), late[..1], header => header.SetString(Tags.SeriesDescription, "Khác"));

        var change = await Manifests.ChangeSinceAsync(frozen, CancellationToken.None);
        Assert.Equal((2, 0, 1, 0), (change.Added, change.Removed, change.Changed, change.Rejected));
        var again = (await Manifests.FreezeAsync(_ct, "LK2611-0002", "bhxh.lan", CancellationToken.None))!;
        Assert.Equal((2, frozen.MerkleRoot), (again.Number, again.Manifest.Freeze!.PreviousMerkleRoot));
        var kept = await Manifests.FrozenAsync(_ct, CancellationToken.None);
        Assert.Equal([frozen.MerkleRoot, again.MerkleRoot], kept.Select(one => one.MerkleRoot));
        Assert.All(kept, one => AssertFine(ManifestVerification.Check(one.Signature.ToJson(), Keys).Findings));
        Assert.Equal(2, (await _archive.AuditAsync(_ct)).Count(line => line is { Action: AuditAction.ManifestFrozen, Actor: "bhxh.lan" }));
    }

    [Fact]
    public async Task Versions_tell_the_history_in_order()
    {
        await Manifests.FreezeAsync(_ct, "LK1", "bhxh.lan", CancellationToken.None);
        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = DemoStudies.ChestCT(new DateTime(2026, 11, 23, 8, 30, 0), slices: 2, size: 32).ToList();
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(), late, header => header.SetString(Tags.StudyInstanceUID, _ct.Value));
        _archive.Clock.Advance(TimeSpan.FromMinutes(1));
        await DemoSeed.StoreAsync(_archive.Get<IInstanceIngest>(), late[..1], header => header.SetString(Tags.SeriesDescription, "Khác"));

        var versions = await Manifests.VersionsAsync(_ct, CancellationToken.None);

        Assert.Equal([(1, 5, 0, 1), (2, 2, 0, 0), (3, 0, 1, 0)], versions.Select(version => (version.Number, version.Change.Added, version.Change.Changed, version.Frozen.Count)));
    }

    [Fact]
    public async Task Frozen_rows_cannot_be_changed_or_removed()
    {
        await Manifests.FreezeAsync(_ct, "LK1", "bhxh.lan", CancellationToken.None);
        await using var connection = await _archive.Get<GatewayDatabase>().DataSource.OpenConnectionAsync();
        foreach (var sql in new[] { "UPDATE evidence_manifests SET reason = 'x'", "DELETE FROM evidence_manifests" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync());
        }
    }

    [Fact]
    public async Task After_a_new_key_the_old_signatures_are_still_the_hospitals()
    {
        var keys = _archive.Get<HospitalKeys>();
        var before = await Manifests.MakeAsync(_ct, CancellationToken.None);

        var rotated = HospitalKeys.LoadOrCreate(Path.Combine(_archive.Directory, "keys")).Rotate(); // as the command does, beside the running gateway

        var after = await Manifests.MakeAsync(_ct, CancellationToken.None);
        Assert.NotEqual(before!.Header.Kid, after!.Header.Kid);
        Assert.Equal(rotated.Kid, keys.All().Keys[0].Kid);
        AssertFine(ManifestVerification.Check(before.ToJson(), keys.All()).Findings);
        AssertFine(ManifestVerification.Check(after.ToJson(), keys.All()).Findings);
    }

    private static void AssertFine(IReadOnlyList<Finding> findings) => Assert.All(findings, finding => Assert.False(finding.IsFault, finding.Text));

    private async Task<List<(Uid Sop, string Path)>> CopyAsync()
    {
        var retrieve = _archive.Get<IInstanceRetrieve>();
        var files = new List<(Uid Sop, string Path)>();
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Study(_ct), CancellationToken.None))
        {
            var path = Path.Combine(_copy.FullName, $"{files.Count}.dcm");
            await using (var content = await retrieve.OpenFileAsync(stored, CancellationToken.None))
            await using (var file = File.Create(path))
                await content.CopyToAsync(file);
            files.Add((stored.SopInstanceUid, path));
        }

        return files;
    }

    private protected abstract Task<StorageOptions> OptionsAsync();
}

public sealed class ManifestOnSqliteTests : ManifestContract
{
    private protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(new StorageOptions());
}

[Collection("postgres")]
public sealed class ManifestOnPostgresTests(PostgresServer server) : ManifestContract
{
    private protected override Task<StorageOptions> OptionsAsync() => server.NewSchemaAsync();
}

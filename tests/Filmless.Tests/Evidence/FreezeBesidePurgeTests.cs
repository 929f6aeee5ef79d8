using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Tests.Index;
using ImagingGateway.TestKit;

namespace ImagingGateway.Filmless.Tests.Evidence;

/// <summary>A study is frozen while it is purged or changed, on a database where both really run at once: one waits for the other, and no manifest names what is not there.</summary>
[Collection("postgres")]
public sealed class FreezeBesidePurgeTests(PostgresServer server) : IAsyncLifetime
{
    private Archive _archive = null!;
    private Uid _ct;

    private IStudyManifests Manifests => _archive.Get<IStudyManifests>();

    public async Task InitializeAsync()
    {
        var options = await server.NewSchemaAsync() with { Retention = new RetentionOptions { Years = new Dictionary<string, int> { ["standard"] = 0 } } };
        _archive = await Archive.StartAsync(options);
        _ct = await _archive.AddCtAsync();
    }

    public Task DisposeAsync() => _archive.DisposeAsync().AsTask();

    [Fact]
    public async Task A_study_that_is_being_purged_cannot_be_frozen()
    {
        var frozen = await WhileLockedAsync(
            () => Manifests.FreezeAsync(_ct, "LK1", "bhxh.lan", default), $"update studies set study_uid = 'gone' where study_uid = '{_ct}'"); // what a purge does first and last
        Assert.Null(frozen);
        Assert.Empty(await Manifests.FrozenAsync(_ct, default));
    }

    [Fact]
    public async Task A_study_that_is_being_frozen_cannot_be_purged()
    {
        var deletion = _archive.Get<StudyDeletion>();
        var signed = Convert.ToHexString((await Manifests.MakeAsync(_ct, default))!.ToJson());
        Assert.Empty(await deletion.MarkAsync(_ct, "tester", "patient's wish", default));
        _archive.Clock.Advance(TimeSpan.FromDays(8));
        var purged = await WhileLockedAsync(
            () => deletion.PurgeDueAsync(default),
            $"insert into evidence_manifests (study_uid, number, made_at, actor, reason, merkle_root, signed) values ('{_ct}', 1, 0, 'bhxh.lan', 'LK1', '00', '\\x{signed}')");
        Assert.Equal(PurgeResult.NotAllowed, Assert.Single(purged).Outcome.Result);
        Assert.Equal(5, (await Manifests.MakeAsync(_ct, default) is { } still ? StudyManifest.Of(still) : null)!.Counts.Instances);
    }

    [Fact]
    public async Task What_changes_while_a_study_is_frozen_is_in_the_manifest()
    {
        var frozen = await WhileLockedAsync(() => Manifests.FreezeAsync(_ct, "LK1", "bhxh.lan", default), "update instances set calling_ae = 'LATE' where instance_number = 1");
        Assert.Single(frozen!.Manifest.Series[0].Instances, instance => instance.CallingAETitle == "LATE");
        Assert.True((await Manifests.ChangeSinceAsync(frozen, default)).IsNone);
        Assert.Single(await Manifests.FrozenAsync(_ct, default));
    }

    /// <summary>Does something that must wait for the study's row, which another transaction has, and goes on to write once it waits.</summary>
    private async Task<T> WhileLockedAsync<T>(Func<Task<T>> begin, string write)
    {
        await using var connection = await _archive.Get<GatewayDatabase>().DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"update studies set changed_at = changed_at where study_uid = '{_ct}'";
        await command.ExecuteNonQueryAsync();
        var begun = begin();
        await Eventually.IsTrueAsync(async () => begun.IsCompleted || await IsWaitedForAsync());
        command.CommandText = write;
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return await begun;
    }

    private async Task<bool> IsWaitedForAsync()
    {
        await using var command = _archive.Get<GatewayDatabase>().DataSource.CreateCommand(
            "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and lower(a.query) like '%update studies set changed_at%' and a.pid <> pg_backend_pid()");
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }
}

using ImagingGateway.Storage.Leases;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Leases;

/// <summary>What a lease promises; run on both databases.</summary>
public abstract class LeaseContract : IndexContract
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task One_holder_at_a_time()
    {
        await using var held = await TakeAsync("sweep", "a", Long);
        Assert.NotNull(held);
        Assert.Null(await TakeAsync("sweep", "b", Long));
        Assert.Null(await TakeAsync("sweep", "a", Long));
        await using var other = await TakeAsync("retention", "b", Long);
        Assert.NotNull(other);
    }

    [Fact]
    public async Task What_is_released_is_free()
    {
        await (await TakeAsync("sweep", "a", Long))!.DisposeAsync();
        Assert.NotNull(await TakeAsync("sweep", "b", Long));
    }

    [Fact]
    public async Task A_lease_that_ran_out_may_be_taken_and_its_old_holder_learns_it()
    {
        var old = await TakeAsync("sweep", "a", TimeSpan.Zero);
        var next = await TakeAsync("sweep", "b", Long);
        Assert.NotNull(next);
        Assert.False(await old!.RenewAsync(Long, default));
        await old.DisposeAsync();
        Assert.Null(await TakeAsync("sweep", "c", Long));
        Assert.True(await next.RenewAsync(Long, default));
    }

    [Fact]
    public async Task Renewed_in_time_it_stays()
    {
        var held = await TakeAsync("sweep", "a", TimeSpan.Zero);
        Assert.True(await held!.RenewAsync(Long, default));
        Assert.Null(await TakeAsync("sweep", "b", Long));
    }

    [Fact]
    public async Task Of_many_that_want_it_at_once_one_gets_it()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ArchiveUnderTest.StartAsync(Options)));
        var takers = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
            Task.Run(() => nodes[number % nodes.Length].Leases.TryAcquireAsync("sweep", $"{number}", Long, default))));
        Assert.Single(takers, lease => lease is not null);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Leased_work_runs_once_and_frees_the_lease_even_when_it_fails()
    {
        var ran = await Archive.Leases.TryRunAsync(
            "sweep", Long, async cancel => Assert.False(await Archive.Leases.TryRunAsync("sweep", Long, _ => Task.CompletedTask, cancel)), default);
        Assert.True(ran);
        await Assert.ThrowsAsync<InvalidDataException>(() => Archive.Leases.TryRunAsync("sweep", Long, _ => throw new InvalidDataException(), default));
        Assert.True(await Archive.Leases.TryRunAsync("sweep", Long, _ => Task.CompletedTask, default));
    }

    [Fact]
    public async Task Work_whose_lease_was_lost_is_told_to_stop()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Archive.Leases.TryRunAsync(
            "sweep", TimeSpan.FromMilliseconds(3),
            async cancel =>
            {
                // somebody else takes it as soon as it has run out; our renewals then fail
                await Archive.Database.DataSource.CreateCommand("update leases set token = 'other'").ExecuteNonQueryAsync(CancellationToken.None);
                await Task.Delay(Timeout.Infinite, cancel);
            },
            default));
    }

    private Task<Lease?> TakeAsync(string name, string owner, TimeSpan duration) => Archive.Leases.TryAcquireAsync(name, owner, duration, default);
}

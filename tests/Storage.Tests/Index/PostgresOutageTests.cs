using System.Data.Common;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Tests.Index;

/// <summary>The server dies without a word and comes back: nothing that was committed is lost, what waits is written afterwards.</summary>
public sealed class PostgresOutageTests : IDisposable
{
    private readonly PostgresServer _server = PostgresServer.OfOurOwn();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Publication_fails_while_the_server_is_away_and_works_again_by_itself()
    {
        await using var archive = await ArchiveUnderTest.StartAsync(await _server.NewSchemaAsync());
        await archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1"));
        _server.Kill();

        await Assert.ThrowsAnyAsync<DbException>(() => archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.2")));
        _server.Resume();
        await AgainUntilItWorksAsync(() => archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.2")));

        Assert.Equal([PublishOutcome.AlreadyPresent], await archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1")));
        Assert.Equal(2, (await archive.Studies.FindAsync(new Uid("1.2.3"), default))!.NumberOfInstances);
    }

    [Fact]
    public async Task The_audit_trail_waits_for_the_server_and_forgets_nothing()
    {
        await using var archive = await ArchiveUnderTest.StartAsync(await _server.NewSchemaAsync());
        foreach (var service in archive.HostedServices)
            await service.StartAsync(default);
        _server.Kill();
        for (var number = 0; number < 50; number++)
            await archive.Audit.AppendAsync(new AuditEvent(TestInstances.Received, AuditAction.Render, $"actor {number}", null, null, null, AuditOutcome.Success, null), default);
        _server.Resume();
        foreach (var service in archive.HostedServices)
            await service.StopAsync(default);

        var kept = await archive.Audit.ReadAsync(null, null, 100, default);
        Assert.Equal(Enumerable.Range(0, 50).Reverse().Select(number => $"actor {number}"), kept.Select(one => one.Actor));
    }

    [Fact]
    public async Task A_start_without_the_server_says_so()
    {
        var options = await _server.NewSchemaAsync();
        _server.Kill();
        await Assert.ThrowsAsync<IndexUnavailableException>(() => ArchiveUnderTest.StartAsync(options));
        _server.Resume();
        await using var archive = await ArchiveUnderTest.StartAsync(options);
        Assert.Equal(0, (await archive.Studies.CountAsync(default)).Studies);
    }

    // Connections that died with the server are found out one by one.
    private static async Task AgainUntilItWorksAsync(Func<Task> action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (DbException) when (attempt < 20)
            {
            }
        }
    }
}

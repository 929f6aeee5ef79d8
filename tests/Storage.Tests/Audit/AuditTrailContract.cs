using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Audit;

public abstract class AuditTrailContract : IndexContract
{
    [Fact]
    public async Task Everything_appended_before_the_end_is_kept_in_order()
    {
        await StartAsync();
        for (var number = 0; number < 1_200; number++)
            await Archive.Audit.AppendAsync(Event(number % 2 == 0 ? "1.2.3" : "1.2.4", $"actor {number}"), default);
        await StopAsync();

        var all = await Archive.Audit.ReadAsync(null, null, 5_000, default);
        Assert.Equal(Enumerable.Range(0, 1_200).Reverse().Select(number => $"actor {number}"), all.Select(one => one.Actor));
        Assert.Equal(600, (await Archive.Audit.ReadAsync(new Uid("1.2.3"), null, 5_000, default)).Count);
        Assert.Equal("actor 1199", Assert.Single(await Archive.Audit.ReadAsync(null, "link-1", 1, default)).Actor);
    }

    [Fact]
    public async Task An_event_comes_back_as_it_was_appended()
    {
        await StartAsync();
        var appended = new AuditEvent(TestInstances.Received, AuditAction.LinkRefused, "link:7", "10.0.0.9", null, null, AuditOutcome.Refused, AuditForms.LinkExpired.With());
        await Archive.Audit.AppendAsync(appended, default);
        await StopAsync();

        Assert.Equal(appended, Assert.Single(await Archive.Audit.ReadAsync(null, null, 10, default)));
    }

    [Theory]
    [InlineData("update audit_events set actor = 'nobody'")]
    [InlineData("delete from audit_events")]
    public async Task What_is_written_can_neither_be_changed_nor_removed(string sql)
    {
        await StartAsync();
        await Archive.Audit.AppendAsync(Event("1.2.3", "somebody"), default);
        await StopAsync();

        await using var command = Archive.Database.DataSource.CreateCommand(sql);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal("somebody", Assert.Single(await Archive.Audit.ReadAsync(null, null, 10, default)).Actor);
    }

    private static AuditEvent Event(string study, string actor) =>
        new(TestInstances.Received, AuditAction.Retrieve, actor, "10.0.0.9", new Uid(study), "link-1", AuditOutcome.Success, null);

    private async Task StartAsync()
    {
        foreach (var service in Archive.HostedServices)
            await service.StartAsync(default);
    }

    private async Task StopAsync()
    {
        foreach (var service in Archive.HostedServices)
            await service.StopAsync(default);
    }
}

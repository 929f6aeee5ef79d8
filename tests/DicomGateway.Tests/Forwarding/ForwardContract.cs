using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Forwarding;
using ImagingGateway.DicomGateway.Outbound.Queue;
using ImagingGateway.DicomGateway.Tests.Services;
using ImagingGateway.Storage.Index;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Forwarding;

/// <summary>Arriving studies are pushed to a peer, through a queue that outlives restarts and broken connections; on every index and object store.</summary>
public abstract class ForwardContract : GatewayContract
{
    [Fact]
    public async Task WhatMatchesARuleArrivesAtThePeerAndWhatDoesNotStaysHere()
    {
        await using var hospital = await StartAsync();
        await using var clinic = await StartAsync(new DicomGatewayOptions
        {
            Peers = [hospital.AsPeer], Forward = [new ForwardRule { To = "GATEWAY", Modalities = ["CT"], CallingAETitles = ["MODALITY"] }],
        });
        await using var other = await StartAsync(new DicomGatewayOptions
        {
            Peers = [hospital.AsPeer], Forward = [new ForwardRule { To = "GATEWAY", Modalities = ["MR"] }],
        });
        var (wanted, unwanted) = (TestInstance.Series(5), TestInstance.New());
        await StoreAsync(other, unwanted);
        await StoreAsync(clinic, wanted);
        foreach (var instance in wanted)
            await Eventually.IsTrueAsync(async () => (await VerificationAndStorageTests.ReadAsync(hospital, instance)).Length > 0);
        Assert.Empty(await VerificationAndStorageTests.ReadAsync(hospital, unwanted));
        await Eventually.IsTrueAsync(async () => (await SummaryAsync(clinic)).Count == 0);
        Assert.Empty(await SummaryAsync(other));
    }

    [Fact]
    public async Task WhatWasConfirmedIsForgottenAfterAWhileAndNotSentAgainThen()
    {
        var clock = new LaterTime();
        await using var gateway = await StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        var (index, rule) = (new ForwardIndex(gateway.Services.GetRequiredService<GatewayDatabase>(), clock), new ForwardRule { To = "ELSEWHERE" });
        var instance = TestInstance.New();
        await StoreAsync(gateway, instance);
        await gateway.PublishedAsync();
        var uid = Assert.Single(await index.MissingAsync(rule, instance.StudyInstanceUid.Value, default));
        await index.ConfirmedAsync(rule, [uid], default);
        await index.ForgetAsync(default);
        Assert.Equal(1, await RememberedAsync(gateway));
        Assert.Empty(await index.MissingAsync(rule, instance.StudyInstanceUid.Value, default));

        clock.By = TimeSpan.FromDays(91);
        await index.ForgetAsync(default);
        Assert.Equal(0, await RememberedAsync(gateway));
        Assert.Empty(await index.MissingAsync(rule, instance.StudyInstanceUid.Value, default));
    }

    [Fact]
    public async Task TheQueueSurvivesARestartAndTellsWhatIsWrong()
    {
        var data = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
        var storage = await NewStorageAsync();
        var instance = TestInstance.New();
        var rule = new ForwardRule { To = "GATEWAY" };
        await using (var first = await StartAsync(
            new DicomGatewayOptions { Peers = [new DicomPeer { AETitle = "GATEWAY", Host = "127.0.0.1", Port = 1 }], Forward = [rule] }, data: data, storage: storage))
        {
            await StoreAsync(first, instance);
            await Eventually.IsTrueAsync(async () => (await SummaryAsync(first)).Any(line => line.LastError is not null));
            var line = Assert.Single(await SummaryAsync(first));
            Assert.Equal(("GATEWAY", 1L, 0L), (line.Destination, line.Waiting, line.GivenUp));
            Assert.Contains("no connection to 127.0.0.1 port 1", line.LastError, StringComparison.Ordinal);
        }

        await using var hospital = await StartAsync();
        var second = await StartAsync(new DicomGatewayOptions { Peers = [hospital.AsPeer], Forward = [rule] }, data: data, storage: storage);
        await Eventually.IsTrueAsync(async () => (await VerificationAndStorageTests.ReadAsync(hospital, instance)).Length > 0);
        await second.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task AfterABrokenConnectionOnlyTheRestIsSent()
    {
        // all three are there before anything is sent
        var data = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
        var storage = await NewStorageAsync();
        var instances = TestInstance.Series(3);
        await using (var before = await StartAsync(data: data, storage: storage))
        {
            await StoreAsync(before, instances);
            await before.PublishedAsync();
        }

        await using var sink = new TestScp();
        var clinic = await StartAsync(new DicomGatewayOptions { Peers = [sink.AsPeer], Forward = [new ForwardRule { To = "SINK" }] }, data: data, storage: storage);
        var broken = await sink.AcceptAsync();
        var (context, first, _) = await TestScp.HearAsync<CStoreRequest>(broken);
        await broken.Writer.SendAsync(context, DimseResponse.To(first, DimseStatus.Success));
        await TestScp.HearAsync<CStoreRequest>(broken);
        await broken.SendAsync(new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified));

        var whole = await sink.AcceptAsync();
        var rest = new List<Uid>();
        for (var number = 0; number < 2; number++)
        {
            var (id, request, _) = await TestScp.HearAsync<CStoreRequest>(whole);
            rest.Add(request.SopInstanceUid);
            await whole.Writer.SendAsync(id, DimseResponse.To(request, DimseStatus.Success));
        }

        Assert.IsType<ReleaseRequest>(await TestScp.HearControlAsync(whole));
        await whole.SendAsync(new ReleaseResponse());
        Assert.Equal(instances.Select(instance => instance.SopInstanceUid).Except([first.SopInstanceUid]).ToHashSet(), rest.ToHashSet());
        await clinic.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(5, 160)]
    [InlineData(8, 1280)]
    [InlineData(9, 1800)]
    [InlineData(1_000_000, 1800)]
    public void PausesGrowUpToHalfAnHour(long failures, int seconds) => Assert.Equal(seconds, RetryPolicy.Pause(failures).TotalSeconds);

    private static Task<IReadOnlyList<OutboundDestination>> SummaryAsync(RunningGateway gateway) =>
        gateway.Services.GetRequiredService<OutboundTasks>().SummaryAsync(CancellationToken.None);

    private static async Task StoreAsync(RunningGateway gateway, params TestInstance[] instances)
    {
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        foreach (var instance in instances)
            Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance)).Status);
        await scu.ReleaseAsync();
    }

    private static async Task<long> RememberedAsync(RunningGateway gateway)
    {
        await using var command = gateway.Services.GetRequiredService<GatewayDatabase>().DataSource.CreateCommand("SELECT COUNT(*) FROM forwarded_instances");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The system's clock, set forward.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}

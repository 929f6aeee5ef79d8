using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Query;
using ImagingGateway.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace ImagingGateway.Filmless.Tests.Evidence;

/// <summary>Who makes way for whom.</summary>
public sealed class EvidenceUpdatesTests
{
    [Fact]
    public async Task Way_is_made_until_nothing_is_urgent_and_no_longer_than_five_seconds()
    {
        var clock = new FakeTimeProvider();
        Assert.True(EvidenceUpdates.GiveWayAsync(() => false, clock, default).IsCompletedSuccessfully);

        Assert.Equal(3, await AskedUntilDoneAsync(clock, asked => asked < 3));
        Assert.Equal(20, await AskedUntilDoneAsync(clock, _ => true));
    }

    private static async Task<int> AskedUntilDoneAsync(FakeTimeProvider clock, Func<int, bool> isUrgent)
    {
        var asked = 0;
        var way = EvidenceUpdates.GiveWayAsync(() => isUrgent(++asked), clock, default);
        Assert.False(way.IsCompleted);
        while (!way.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        return asked;
    }

    [Fact]
    public async Task What_arrived_is_read_though_people_never_stop_asking()
    {
        await using var archive = await Archive.StartAsync();
        var questions = archive.Get<Questions>();
        var study = await archive.AddCtAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            questions.Note();
            return (await archive.Get<EvidenceStore>().BehindAsync(-1, 10, CancellationToken.None)).TrueForAll(behind => behind.Study != study);
        });
    }
}

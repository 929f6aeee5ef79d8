using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class SetAsideEntriesTests
{
    private readonly StandingClock _clock = new();

    [Fact]
    public void Those_that_go_on_coming_do_not_keep_the_first_from_being_tried_again()
    {
        var entries = new SetAsideEntries(TimeSpan.FromSeconds(60), _clock);
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(entries.TakeDue());
            entries.Add(new SpoolEntry(i, new string('0', 16), 1, new string('0', 64), 1));
            _clock.Pass(20_000);
        }

        Assert.Equal(3, entries.TakeDue().Count);
        Assert.True(entries.IsEmpty);
        entries.Add(new SpoolEntry(3, new string('0', 16), 1, new string('0', 64), 1));
        Assert.Empty(entries.TakeDue());
    }
}

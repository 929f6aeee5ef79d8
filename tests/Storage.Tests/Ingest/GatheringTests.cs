using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class GatheringTests
{
    private static readonly PackLimits Limits = new(1000, 5, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10), 400);
    private readonly StandingClock _clock = new();
    private long _id;

    [Fact]
    public void Without_limits_nothing_waits()
    {
        var gathering = new Gathering(null, _clock);
        gathering.Add(Staged("1", 10));
        Assert.Null(gathering.UntilNextDue);
        Assert.Single(gathering.TakeDue());
        Assert.Empty(gathering.TakeDue());
    }

    [Fact]
    public void Silence_closes_a_pack()
    {
        var gathering = new Gathering(Limits, _clock);
        gathering.Add(Staged("1", 10));
        Assert.Equal(Limits.Quiet, gathering.UntilNextDue);
        _clock.Pass(300);
        gathering.Add(Staged("1", 10));
        _clock.Pass(300);
        Assert.Empty(gathering.TakeDue());
        _clock.Pass(200);
        Assert.Equal(2, gathering.TakeDue().Count);
        Assert.Null(gathering.UntilNextDue);
    }

    [Fact]
    public void A_series_that_never_falls_silent_is_closed_by_its_age()
    {
        var gathering = new Gathering(Limits with { Instances = 1000 }, _clock);
        for (var i = 0; i < 24; i++)
        {
            gathering.Add(Staged("1", 1));
            Assert.Empty(gathering.TakeDue());
            _clock.Pass(400);
        }

        _clock.Pass(400);
        Assert.Equal(24, gathering.TakeDue().Count);
    }

    [Fact]
    public void Size_and_number_close_a_pack_at_once_and_other_series_go_on_waiting()
    {
        var gathering = new Gathering(Limits, _clock);
        gathering.Add(Staged("2", 10));
        for (var i = 0; i < 5; i++)
            gathering.Add(Staged("1", 10));
        Assert.Equal(5, gathering.TakeDue().Count);
        for (var i = 0; i < 3; i++)
            gathering.Add(Staged("1", 350));
        Assert.Equal(3, gathering.TakeDue().Count);
        Assert.Equal(Limits.Quiet, gathering.UntilNextDue);
    }

    [Fact]
    public void A_large_instance_does_not_wait()
    {
        var gathering = new Gathering(Limits, _clock);
        gathering.Add(Staged("1", 10));
        gathering.Add(Staged("1", 400));
        Assert.Equal(400, Assert.Single(gathering.TakeDue()).Entry.Length);
    }

    [Fact]
    public void However_many_series_come_at_once_what_waits_is_bounded()
    {
        var gathering = new Gathering(Limits, _clock);
        var taken = 0;
        for (var i = 0; i < 5000; i++)
        {
            gathering.Add(Staged($"{i}", 1));
            taken += gathering.TakeDue().Count;
        }

        Assert.InRange(5000 - taken, 0, 1024);
    }

    private StagedObject Staged(string series, long length)
    {
        using var reading = new InstanceReading();
        reading.Push(new System.Buffers.ReadOnlySequence<byte>(new TestKit.MadeInstance { PixelData = [] }.File()), isLast: true);
        var read = reading.Complete()!;
        var identity = InstanceIdentity.Of(read.Scan.Header) with { Study = new Uid("1.2"), Series = new Uid("1.2." + series) };
        return new StagedObject(new SpoolEntry(++_id, new string('0', 16), length, read.Sha256, 1), Archive.Source, read, identity);
    }
}

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>Time passes only when told.</summary>
internal sealed class StandingClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _now;

    public void Pass(int milliseconds) => _now += milliseconds;
}

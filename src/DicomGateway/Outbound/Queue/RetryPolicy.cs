namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>When a failed task is tried again; pure.</summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromMinutes(30);

    /// <summary>10 s after the first failure, twice as long after each further one, at most half an hour.</summary>
    public static TimeSpan Pause(long failures) => failures > 8 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << (int)Math.Max(0, failures - 1)));
}

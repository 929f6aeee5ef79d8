namespace ImagingGateway.Filmless.Evidence;

/// <summary>A device's clock as a number: milliseconds since 1970 as if it were UTC.</summary>
internal static class Ticks
{
    public static long Of(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    public static DateTime ToMoment(long milliseconds) => DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(milliseconds), DateTimeKind.Unspecified);
}

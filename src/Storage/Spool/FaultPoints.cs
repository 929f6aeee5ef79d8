using System.Diagnostics;
using System.Globalization;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// Named places between two hops of the way of an instance. Kill tests set <c>GATEWAY_FAULT=point:n</c> and the process ends there,
/// as by power loss of the process, when the point is reached for the n-th time. Without the variable a point costs one comparison.
/// </summary>
internal static class FaultPoints
{
    public const string Written = "written";
    public const string Named = "named";
    public const string Flushed = "flushed";
    public const string ObjectLinked = "object-linked";
    public const string ObjectCommitted = "object-committed";
    public const string IndexCommitted = "index-committed";
    public const string SpoolEmptied = "spool-emptied";

    private static readonly string? Point;
    private static int _left;

    static FaultPoints()
    {
        if (Environment.GetEnvironmentVariable("GATEWAY_FAULT")?.Split(':') is not [var point, var count])
            return;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out _left) || _left < 1)
            return;
        Point = point;
    }

    public static void Reach(string point)
    {
        if (Point is not null && point == Point && Interlocked.Decrement(ref _left) == 0)
            Process.GetCurrentProcess().Kill();
    }
}

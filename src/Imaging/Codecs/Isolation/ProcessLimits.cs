using System.Globalization;
using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs.Isolation;

/// <summary>What a decoding process may take of the machine: kept by the kernel, on Linux.</summary>
internal static partial class ProcessLimits
{
    private const int Processor = 0, FileSize = 1, Data = 2, Core = 4;

    /// <summary>Beside the frame: the runtime's own growth, and tables of a codec.</summary>
    private const ulong SpareBytes = 256 << 20;

    /// <summary>OpenJPEG holds a sample as a 32-bit number several times over.</summary>
    private const ulong BytesOfSample = 24;

    /// <summary>No core is dumped, it would hold a patient's image; no file is written.</summary>
    public static void Start()
    {
        Set(Core, 0);
        Set(FileSize, 0);
    }

    /// <summary>Memory and processor time for one frame, counted from now.</summary>
    public static void SetFor(PixelDescription description)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var taken = File.ReadAllText("/proc/self/statm").Split(' ')[5]; // pages of data and stack
        Set(Data, (ulong.Parse(taken, CultureInfo.InvariantCulture) * (ulong)Environment.SystemPageSize) + SpareBytes + (BytesOfSample * (ulong)FrameLimits.SampleCount(description)));
        Set(Processor, (ulong)(Environment.CpuUsage.TotalTime + TimeFor(description)).TotalSeconds);
    }

    /// <summary>How long a frame may take: many times what the slowest codec needs on a slow machine.</summary>
    public static TimeSpan TimeFor(PixelDescription description) => TimeSpan.FromSeconds(60 + (FrameLimits.SampleCount(description) / 100_000));

    private static void Set(int resource, ulong soft)
    {
        // the hard limit stays where it is: the next frame may need more
        if (OperatingSystem.IsLinux() && GetLimit(resource, out var limit) == 0)
            _ = SetLimit(resource, limit with { Soft = (nuint)Math.Min(soft, limit.Hard) });
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}

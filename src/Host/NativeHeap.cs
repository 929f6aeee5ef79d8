using System.Runtime.InteropServices;

namespace ImagingGateway.Host;

/// <summary>
/// What the C library is told about the memory of codecs and compressors (decision 0103). Left to itself it has eight heaps for each processor, and after
/// the first buffer of tens of megabytes it takes the next ones from these heaps and keeps them.
/// </summary>
internal static partial class NativeHeap
{
    // malloc.h of glibc
    private const int TrimThreshold = -1, MapThreshold = -3, MostArenas = -8;

    /// <summary>From here on a buffer is the system's and goes back to it when it is freed; smaller ones, such as those for a CT slice, are kept at hand.</summary>
    private const int Large = 4 << 20;

    /// <summary>Does nothing where the C library is another one.</summary>
    public static void KeepSmall()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(MostArenas, Math.Max(2, Environment.ProcessorCount));
            _ = SetOption(MapThreshold, Large);
            _ = SetOption(TrimThreshold, Large);
        }
        catch (EntryPointNotFoundException)
        {
            // musl knows no such options and keeps nothing
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}

using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Codecs.Isolation;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>Which native codec libraries this machine has; shown by the health check.</summary>
public static class CodecLibraries
{
    /// <summary>One row per library: name, what it is for, the Debian package, and whether it was found.</summary>
    public static IReadOnlyList<CodecLibrary> All { get; } =
        [.. NativeLibraries.All.Select(library => new CodecLibrary(library.Name, library.Purpose, library.DebianPackage, library.IsPresent))];

    /// <summary>How many decoding processes ended by a fault since this process started, each on one frame.</summary>
    public static long DecoderFaults => DecoderProcesses.Faults;

    /// <summary>Raised once for each of them, on the thread that decodes; the sender is null.</summary>
    public static event EventHandler<DecoderFault>? DecoderFaulted
    {
        add => DecoderProcesses.Faulted += value;
        remove => DecoderProcesses.Faulted -= value;
    }
}

/// <summary>One native library.</summary>
public sealed record CodecLibrary(string Name, string Purpose, string DebianPackage, bool IsPresent);

using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>A shared library looked for by the file names its releases use, once, on first need.</summary>
internal sealed class NativeLibraryFile(string name, string purpose, string debianPackage, params string[] fileNames)
{
    private readonly Lazy<nint> _handle = new(() => Load(fileNames));

    /// <summary>The name used in <see cref="LibraryImportAttribute"/>.</summary>
    public string Name { get; } = name;

    public string Purpose { get; } = purpose;

    public string DebianPackage { get; } = debianPackage;

    public bool IsPresent => _handle.Value != 0;

    /// <summary>The loaded library, or zero.</summary>
    public nint Handle => _handle.Value;

    /// <exception cref="UndecodableFrameException">The library is not on this machine.</exception>
    public void Demand()
    {
        if (!IsPresent)
            throw new UndecodableFrameException($"{Purpose} needs the library {Name}, which is not installed here: install the package {DebianPackage} and start the gateway again.");
    }

    private static nint Load(string[] fileNames)
    {
        // A copy beside the program wins, so that a site can bring its own build.
        foreach (var fileName in fileNames)
        {
            if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, fileName), out var handle) || NativeLibrary.TryLoad(fileName, out handle))
                return handle;
        }

        return 0;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>The distribution's codec libraries, found by soname: the development packages are not needed, but for OpenJPH's shim.</summary>
internal static class NativeLibraries
{
    public static readonly NativeLibraryFile TurboJpeg = new(
        Interop.TurboJpeg.Library, "JPEG (8 bit)", "libturbojpeg0", "libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg.dll");

    public static readonly NativeLibraryFile OpenJpeg = new(
        Interop.OpenJpeg.Library, "JPEG 2000 and HTJ2K", "libopenjp2-7", "libopenjp2.so.7", "libopenjp2.7.dylib", "openjp2.dll");

    /// <summary>Built here, where a compiler and libopenjph-dev are.</summary>
    public static readonly NativeLibraryFile OpenJph = new(
        Interop.OpenJph.Library, "Writing HTJ2K", "g++ libopenjph-dev", "libimaging-openjph.so");

    public static readonly NativeLibraryFile CharLs = new(
        Interop.CharLs.Library, "JPEG-LS", "libcharls2", "libcharls.so.2", "libcharls.2.dylib", "charls-2-x64.dll");

    public static readonly NativeLibraryFile WebP = new(
        Interop.WebP.Library, "WebP", "libwebp7", "libwebp.so.7", "libwebp.7.dylib", "libwebp.dll");

    public static readonly NativeLibraryFile PangoCairo = new(
        Drawing.Interop.Pango.CairoLibrary, "Slips and watermarks", "libpangocairo-1.0-0", "libpangocairo-1.0.so.0", "libpangocairo-1.0.0.dylib", "libpangocairo-1.0-0.dll");

    public static readonly NativeLibraryFile[] All = [TurboJpeg, OpenJpeg, OpenJph, CharLs, WebP, PangoCairo];

    /// <summary>What <see cref="PangoCairo"/> brings along.</summary>
    private static readonly NativeLibraryFile[] Companions =
    [
        new(Drawing.Interop.Cairo.Library, PangoCairo.Purpose, "libcairo2", "libcairo.so.2", "libcairo.2.dylib", "libcairo-2.dll"),
        new(Drawing.Interop.Pango.Library, PangoCairo.Purpose, "libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
        new(Drawing.Interop.Pango.ObjectLibrary, PangoCairo.Purpose, "libglib2.0-0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    ];

#pragma warning disable CA2255 // the resolver must stand before the first call into any library, whoever makes it
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        (Array.Find(All, library => library.Name == name) ?? Array.Find(Companions, library => library.Name == name))?.Handle ?? 0;
}

using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>The calls of libjpeg-turbo's TurboJPEG API (2.x) that are used here.</summary>
internal static unsafe partial class TurboJpeg
{
    public const string Library = "turbojpeg";

    public const int PixelFormatRgb = 0, PixelFormatGrey = 6;
    public const int Sampling444 = 0, Sampling422 = 1, Sampling420 = 2, SamplingGrey = 3;
    public const int FlagNoRealloc = 1024, FlagAccurateDct = 4096, FlagLimitScans = 32768;
    public const int ErrorWarning = 0;

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(
        nint handle, byte* jpeg, CULong length, byte* destination, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        nint handle, byte* source, int width, int pitch, int height, int pixelFormat, byte** jpeg, CULong* length, int sampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong BufferSize(int width, int height, int sampling);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int ErrorCode(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial byte* ErrorText(nint handle);

    /// <summary>The library's own sentence about the last failure of this handle.</summary>
    public static string LastError(nint handle) => Marshal.PtrToStringUTF8((nint)ErrorText(handle)) ?? string.Empty;
}

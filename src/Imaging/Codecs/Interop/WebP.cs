using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>The calls of libwebp's simple encoding API that are used here.</summary>
internal static unsafe partial class WebP
{
    public const string Library = "webp";

    [LibraryImport(Library, EntryPoint = "WebPEncodeRGB")]
    public static partial nuint EncodeRgb(byte* rgb, int width, int height, int stride, float quality, byte** output);

    [LibraryImport(Library, EntryPoint = "WebPFree")]
    public static partial void Free(void* memory);
}

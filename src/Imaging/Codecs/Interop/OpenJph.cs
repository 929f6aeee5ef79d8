using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Interop;

/// <summary>Our own C door to libopenjph, whose interface is C++ (<c>native/openjph-shim</c>).</summary>
internal static unsafe partial class OpenJph
{
    public const string Library = "imaging-openjph";

    public const int Done = 0, BadArgument = 1, NoRoom = 2, Damaged = 3, OtherImage = 4;

    [LibraryImport(Library, EntryPoint = "openjph_shim_encode")]
    public static partial int Encode(OpenJphImage* image, uint levels, byte* samples, nuint samplesLength, uint onlyWhenIdle, byte* codestream, nuint capacity, nuint* length);

    [LibraryImport(Library, EntryPoint = "openjph_shim_decode")]
    public static partial int Decode(OpenJphImage* image, uint skipped, byte* codestream, nuint length, byte* samples, nuint samplesLength);
}

/// <summary><c>openjph_shim_image</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenJphImage
{
    public uint Width, Height, Components, Bits, IsSigned, SampleBytes, IsRgb;
}

using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.NativeFormat;

/// <summary>Planar configuration 1 to 0 (PS3.3 C.7.6.3.1.3).</summary>
internal static class Planes
{
    /// <summary>Colour by plane becomes colour by pixel.</summary>
    public static byte[] Interleave(ReadOnlySpan<byte> planar, int samplesPerPixel, int bytesPerSample)
    {
        var interleaved = GC.AllocateUninitializedArray<byte>(planar.Length);
        switch (bytesPerSample)
        {
            case 1: Interleave(planar, interleaved.AsSpan(), samplesPerPixel); break;
            case 2: Interleave(Cast<ushort>(planar), MemoryMarshal.Cast<byte, ushort>(interleaved.AsSpan()), samplesPerPixel); break;
            case 4: Interleave(Cast<uint>(planar), MemoryMarshal.Cast<byte, uint>(interleaved.AsSpan()), samplesPerPixel); break;
            default: Interleave(Cast<ulong>(planar), MemoryMarshal.Cast<byte, ulong>(interleaved.AsSpan()), samplesPerPixel); break;
        }

        return interleaved;
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private static void Interleave<T>(ReadOnlySpan<T> planar, Span<T> interleaved, int samplesPerPixel)
    {
        var pixels = planar.Length / samplesPerPixel;
        for (var sample = 0; sample < samplesPerPixel; sample++)
        {
            var plane = planar.Slice(sample * pixels, pixels);
            for (int pixel = 0, to = sample; pixel < plane.Length; pixel++, to += samplesPerPixel)
                interleaved[to] = plane[pixel];
        }
    }
}

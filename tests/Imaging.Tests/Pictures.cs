using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests;

/// <summary>Small generated frames: a slope with some seeded grain, so that codecs have something to do.</summary>
internal static class Pictures
{
    public static PixelDescription Grey(int rows, int columns, int allocated = 8, int stored = 8, bool isSigned = false, string photometric = "MONOCHROME2") =>
        new(rows, columns, 1, 1, allocated, stored, stored - 1, isSigned, 0, photometric);

    public static PixelDescription Colour(int rows, int columns, string photometric = "RGB", int planar = 0, int allocated = 8) =>
        new(rows, columns, 1, 3, allocated, allocated, allocated - 1, false, planar, photometric);

    /// <summary>Fills a frame of this description.</summary>
    public static DecodedFrame Fill(PixelDescription description, int seed = 1)
    {
        var random = new Random(seed);
        var container = description.BitsAllocated / 8;
        var samples = new byte[description.FrameLength];
        var range = 1L << description.BitsStored;
        for (var i = 0; i < samples.Length / container; i++)
        {
            var pixel = i / description.SamplesPerPixel;
            var (x, y) = (pixel % description.Columns, pixel / description.Columns);
            var value = ((x + (2 * y) + (50 * (i % description.SamplesPerPixel))) * range / 400 + random.Next(3)) % range;
            if (description.IsSigned)
                value -= range / 2;
            for (var b = 0; b < container; b++)
                samples[(i * container) + b] = (byte)(value >> (8 * b));
        }

        return new DecodedFrame(description, samples);
    }
}

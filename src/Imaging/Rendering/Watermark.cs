using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Drawing;
using ImagingGateway.Imaging.Drawing.Interop;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>
/// Writes a line of text into a picture: once in full strength at the lower edge, and faintly across the whole, so that neither
/// cutting off an edge nor copying a part leaves it behind.
/// </summary>
internal static unsafe class Watermark
{
    private const double Faint = 0.3;
    private const double Strong = 0.95;

    /// <returns>A new picture.</returns>
    /// <exception cref="Codecs.UndecodableFrameException">The drawing library is not on this machine: no picture is shown without its watermark.</exception>
    public static Raster Burn(Raster raster, string text)
    {
        NativeLibraries.PangoCairo.Demand();
        var pixels = raster.Pixels.AsSpan(0, raster.Length).ToArray();
        var surface = Cairo.CreateImage(Cairo.FormatA8, raster.Width, raster.Height);
        var context = Cairo.Create(surface);
        try
        {
            var strip = Draw(context, raster.Width, raster.Height, text);
            Cairo.Flush(surface);
            Blend(pixels, raster, Cairo.ImageData(surface), Cairo.ImageStride(surface), raster.Height - strip);
        }
        finally
        {
            Cairo.Destroy(context);
            Cairo.DestroySurface(surface);
        }

        return raster with { Pixels = pixels };
    }

    /// <returns>Height of the line at the lower edge.</returns>
    private static int Draw(nint context, int width, int height, string text)
    {
        var size = Math.Clamp(Math.Min(width, height) / 32.0, 8, 28);
        using var probe = new TextLayout(context, text, new TextStyle(size));

        // a small picture: the whole line still stands in it
        var lineSize = Math.Min(size, size * (width - 4) / probe.Width);
        Cairo.SetInk(context, 1, 1, 1, Strong);
        using var line = new TextLayout(context, text, new TextStyle(lineSize));
        var strip = (int)Math.Ceiling(line.Height) + 2;
        line.Show(2, height - strip + 1);

        Cairo.SetInk(context, 1, 1, 1, Faint);
        Cairo.Translate(context, width / 2.0, height / 2.0);
        Cairo.Rotate(context, -Math.PI / 7);
        var reach = Math.Sqrt(((double)width * width) + ((double)height * height)) / 2;
        var (stepX, stepY) = (probe.Width + (3 * size), Math.Max(6 * size, reach / 4));
        var row = 0;
        for (var y = -reach; y < reach; y += stepY, row++)
        {
            for (var x = -reach - (row % 2 * stepX / 2); x < reach; x += stepX)
                probe.Show(x, y);
        }

        return strip;
    }

    /// <summary>Against what lies below: light on dark, dark on light; the line's own strip is darkened, so that it can be read on anything.</summary>
    private static void Blend(byte[] pixels, Raster raster, byte* mask, int stride, int stripTop)
    {
        for (var y = 0; y < raster.Height; y++)
        {
            var isStrip = y >= stripTop;
            for (var x = 0; x < raster.Width; x++)
            {
                int opacity = mask[(y * stride) + x];
                if (opacity == 0 && !isStrip)
                    continue;
                var at = ((y * raster.Width) + x) * raster.Channels;
                for (var channel = 0; channel < raster.Channels; channel++)
                {
                    ref var pixel = ref pixels[at + channel];
                    int below = isStrip ? pixel / 4 : pixel;
                    var ink = below < 160 ? 255 : 0;
                    pixel = (byte)(below + ((ink - below) * opacity / 255));
                }
            }
        }
    }
}

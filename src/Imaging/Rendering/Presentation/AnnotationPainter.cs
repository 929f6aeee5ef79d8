using System.Numerics;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Drawing;
using ImagingGateway.Imaging.Drawing.Interop;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>Draws annotations into a picture, each line and letter with a dark edge so that it is seen on white too.</summary>
internal static unsafe class AnnotationPainter
{
    /// <param name="pixels">From pixels of the frame to pixels of the picture.</param>
    /// <param name="display">From parts of the displayed area to pixels of the picture.</param>
    /// <returns>A new picture, or the same when there is nothing to draw.</returns>
    /// <exception cref="Codecs.UndecodableFrameException">The drawing library is not on this machine: an annotated picture is not shown without what was written on it.</exception>
    public static Raster Draw(Raster raster, IReadOnlyList<Annotation> annotations, Matrix3x2 pixels, Matrix3x2 display)
    {
        if (annotations.All(one => one.Graphics.Count == 0 && one.Texts.Count == 0))
            return raster;
        NativeLibraries.PangoCairo.Demand();
        raster = raster with { Pixels = raster.Pixels.AsSpan(0, raster.Length).ToArray() };
        foreach (var annotation in annotations)
        {
            Draw(raster, annotation, pixels, display, 3, annotation.Ink < 128 ? (byte)255 : (byte)0);
            Draw(raster, annotation, pixels, display, 1, annotation.Ink);
        }

        return raster;
    }

    private static void Draw(Raster raster, Annotation annotation, Matrix3x2 pixels, Matrix3x2 display, int width, byte ink)
    {
        var surface = Cairo.CreateImage(Cairo.FormatA8, raster.Width, raster.Height);
        var context = Cairo.Create(surface);
        try
        {
            var line = Math.Max(1, Math.Min(raster.Width, raster.Height) / 512.0);
            Cairo.SetInk(context, 1, 1, 1, 1);
            Cairo.SetLineWidth(context, width * line);
            foreach (var graphic in annotation.Graphics)
                Trace(context, graphic, graphic.IsOfDisplay ? display : pixels, width * line);
            foreach (var text in annotation.Texts)
                Write(context, raster, text, pixels, display, width > 1);
            Cairo.Flush(surface);
            Blend(raster, Cairo.ImageData(surface), Cairo.ImageStride(surface), ink);
        }
        finally
        {
            Cairo.Destroy(context);
            Cairo.DestroySurface(surface);
        }
    }

    private static void Trace(nint context, GraphicObject graphic, Matrix3x2 map, double width)
    {
        if (graphic.Outline is not [var first, ..] outline)
            return;
        var start = Vector2.Transform(first, map);
        if (outline.Count == 1)
        {
            Cairo.Rectangle(context, start.X - (1.5 * width), start.Y - (1.5 * width), 3 * width, 3 * width);
            Cairo.Fill(context);
            return;
        }

        Path();
        Cairo.Stroke(context);
        if (graphic.IsFilled)
        {
            Path();
            Cairo.Fill(context);
        }

        void Path()
        {
            Cairo.MoveTo(context, start.X, start.Y);
            for (var i = 1; i < outline.Count; i++)
            {
                var point = Vector2.Transform(outline[i], map);
                Cairo.LineTo(context, point.X, point.Y);
            }
        }
    }

    private static void Write(nint context, Raster raster, TextObject text, Matrix3x2 pixels, Matrix3x2 display, bool isEdge)
    {
        var anchor = text.Anchor is { } point ? Vector2.Transform(point, text.IsAnchorOfDisplay ? display : pixels) : (Vector2?)null;
        var size = Math.Clamp(Math.Min(raster.Width, raster.Height) / 32.0, 8, 28);
        Vector2 place;
        if (text is { Corner: { } corner, Opposite: { } opposite })
        {
            // a turned picture turns the box, never the letters
            var map = text.IsBoxOfDisplay ? display : pixels;
            place = Vector2.Min(Vector2.Transform(corner, map), Vector2.Transform(opposite, map));
        }
        else
            place = anchor!.Value + new Vector2((float)size / 2, -(float)size / 2);
        using var layout = new TextLayout(context, text.Text, new TextStyle(size));
        if (anchor is { } end && text.IsAnchorVisible)
        {
            Cairo.MoveTo(context, place.X, place.Y + (layout.Height / 2));
            Cairo.LineTo(context, end.X, end.Y);
            Cairo.Stroke(context);
        }

        for (var i = 0; i < (isEdge ? 4 : 1); i++)
            layout.Show(place.X + (isEdge ? (i & 1) == 0 ? -1 : 1 : 0), place.Y + (isEdge ? (i & 2) == 0 ? -1 : 1 : 0));
        Cairo.MoveTo(context, 0, 0);
    }

    private static void Blend(Raster raster, byte* mask, int stride, byte ink)
    {
        for (var y = 0; y < raster.Height; y++)
        {
            for (var x = 0; x < raster.Width; x++)
            {
                int opacity = mask[(y * stride) + x];
                if (opacity == 0)
                    continue;
                foreach (ref var pixel in raster.Pixels.AsSpan(((y * raster.Width) + x) * raster.Channels, raster.Channels))
                    pixel = (byte)(pixel + ((ink - pixel) * opacity / 255));
            }
        }
    }
}

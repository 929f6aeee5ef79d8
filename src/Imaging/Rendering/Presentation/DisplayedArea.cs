using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>The part of a frame that is shown (PS3.3 C.10.4), in pixels of the frame before it is turned, from 0; it may reach beyond the frame.</summary>
/// <param name="PixelAspect">Height of a pixel over its width; null where the state says nothing.</param>
internal sealed record DisplayedArea(int Left, int Top, int Width, int Height, double? PixelAspect = null)
{
    public static DisplayedArea Whole(Raster raster) => new(0, 0, raster.Width, raster.Height);

    /// <summary>An item of the Displayed Area Selection Sequence; null when it has no area.</summary>
    public static DisplayedArea? Read(DataSet item)
    {
        var (first, last) = (item.GetNumbers(Tags.DisplayedAreaTopLeftHandCorner), item.GetNumbers(Tags.DisplayedAreaBottomRightHandCorner));
        if (first.Count < 2 || last.Count < 2)
            return null;
        // corners are those of the turned picture, so the first may be right of or below the second; column\row, both included
        var (left, right) = (Math.Min(first[0], last[0]) - 1, Math.Max(first[0], last[0]));
        var (top, bottom) = (Math.Min(first[1], last[1]) - 1, Math.Max(first[1], last[1]));
        return new DisplayedArea(ToPlace(left), ToPlace(top), ToPlace(right) - ToPlace(left), ToPlace(bottom) - ToPlace(top), Aspect(item));
    }

    /// <summary>No more than half the frame's size is added around it; an area beside the frame becomes the whole frame.</summary>
    public DisplayedArea Within(Raster frame)
    {
        var (left, right) = (Math.Max(Left, -frame.Width / 2), Math.Min(Left + Width, frame.Width * 3 / 2));
        var (top, bottom) = (Math.Max(Top, -frame.Height / 2), Math.Min(Top + Height, frame.Height * 3 / 2));
        return left < frame.Width && right > 0 && top < frame.Height && bottom > 0 && left < right && top < bottom
            ? this with { Left = left, Top = top, Width = right - left, Height = bottom - top }
            : Whole(frame) with { PixelAspect = PixelAspect };
    }

    /// <summary>The area, black where it is beyond the frame.</summary>
    public Raster Cut(Raster frame)
    {
        if (this with { PixelAspect = null } == Whole(frame))
            return frame;
        var channels = frame.Channels;
        var pixels = new byte[Width * Height * channels];
        var (from, to) = (Math.Max(0, Left), Math.Min(frame.Width, Left + Width));
        for (var row = Math.Max(0, Top); row < Math.Min(frame.Height, Top + Height) && from < to; row++)
        {
            frame.Pixels.AsSpan(((row * frame.Width) + from) * channels, (to - from) * channels)
                .CopyTo(pixels.AsSpan((((row - Top) * Width) + from - Left) * channels));
        }

        return new Raster(pixels, Width, Height, channels);
    }

    // far more than any frame, and small enough to be added up
    private static int ToPlace(double value) => (int)Math.Clamp(value, -1 << 20, 1 << 20);

    private static double? Aspect(DataSet item) =>
        (item.GetNumbers(Tags.PresentationPixelSpacing) is { Count: 2 } spacing ? spacing : item.GetNumbers(Tags.PresentationPixelAspectRatio))
            is [> 0 and var vertical, > 0 and var horizontal] && vertical / horizontal is > 0.05 and < 20 and var aspect ? aspect : null;
}

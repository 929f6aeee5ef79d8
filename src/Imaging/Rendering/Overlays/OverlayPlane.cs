using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering.Overlays;

/// <summary>One overlay plane for one frame (PS3.3 C.9.2): bits in data of its own, or formerly in unused bits of the pixels (PS3.5 8.1.2).</summary>
/// <param name="Top">Row of the image its first row lies on, from 0; may be negative.</param>
/// <param name="Left">Column of the image its first column lies on, from 0; may be negative.</param>
/// <param name="Data">Where the bits are, the lowest of a byte first; bits beyond its end are not set.</param>
/// <param name="FirstBit">Position of the upper left bit.</param>
/// <param name="Step">Bits from one to the next.</param>
/// <param name="IsRegion">Overlay Type R, a region of interest.</param>
internal sealed record OverlayPlane(int Top, int Left, int Rows, int Columns, ReadOnlyMemory<byte> Data, long FirstBit, int Step, bool IsRegion)
{
    private const byte Ink = 255;

    /// <summary>Embedded in the pixels, which are not yet at hand.</summary>
    public bool IsEmbedded => Step > 1;

    /// <param name="group">From 0x6000, even.</param>
    /// <param name="frameNumber">From 1.</param>
    /// <returns>Null when the group has no plane for this frame.</returns>
    public static OverlayPlane? Read(DataSet source, int group, int frameNumber)
    {
        Tag At(Tag first) => new((ushort)group, first.Element);
        if (source.GetInteger(At(Tags.OverlayRows)) is not (> 0 and <= ushort.MaxValue and var rows)
            || source.GetInteger(At(Tags.OverlayColumns)) is not (> 0 and <= ushort.MaxValue and var columns))
            return null;
        var isRegion = source.GetString(At(Tags.OverlayType)) == "R";
        var origin = source.GetNumbers(At(Tags.OverlayOrigin));
        var (top, left) = origin.Count >= 2 ? ((int)origin[0] - 1, (int)origin[1] - 1) : (0, 0);
        if (source[At(Tags.OverlayData)] is { Bytes.IsEmpty: false } data)
        {
            // one plane lies on every frame, several on the frames from Image Frame Origin (C.9.3)
            long index = 0;
            if (source.GetInteger(At(Tags.NumberOfFramesInOverlay)) is { } count)
            {
                index = frameNumber - (source.GetInteger(At(Tags.ImageFrameOrigin)) ?? 1);
                if (index < 0 || index >= count)
                    return null;
            }

            return new OverlayPlane(top, left, (int)rows, (int)columns, data.Bytes, index * rows * columns, 1, isRegion);
        }

        return source.GetInteger(At(Tags.OverlayBitPosition)) is >= 0 and < 32 and var position
            && source.GetInteger(At(Tags.OverlayBitsAllocated)) is { } allocated and (8 or 16 or 32)
            ? new OverlayPlane(0, 0, (int)rows, (int)columns, default, position, (int)allocated, isRegion) : null;
    }

    /// <summary>The plane itself, or the one embedded in these samples; null when they cannot hold it.</summary>
    public OverlayPlane? In(DecodedFrame frame, TransferSyntax syntax)
    {
        if (!IsEmbedded)
            return this;
        var d = frame.Description;
        var isKept = !syntax.IsEncapsulated || syntax.Uid == Uids.RLELossless; // other codings carry the stored bits only
        var isUnused = FirstBit > d.HighBit || FirstBit <= d.HighBit - d.BitsStored;
        return isKept && isUnused && d.SamplesPerPixel == 1 && d.BitsAllocated == Step && d.Rows == Rows && d.Columns == Columns
            ? this with { Data = frame.Samples } : null;
    }

    /// <summary>The bit over a pixel of the image, counted from 0.</summary>
    public bool this[int row, int column]
    {
        get
        {
            var (y, x) = ((long)row - Top, (long)column - Left);
            if (y < 0 || y >= Rows || x < 0 || x >= Columns)
                return false;
            var bit = FirstBit + (((y * Columns) + x) * Step);
            return bit >> 3 < Data.Length && ((Data.Span[(int)(bit >> 3)] >> (int)(bit & 7)) & 1) != 0;
        }
    }

    /// <summary>Makes the pixels under set bits white.</summary>
    public void Burn(Raster raster)
    {
        var (right, bottom) = ((int)Math.Min(raster.Width, (long)Left + Columns), (int)Math.Min(raster.Height, (long)Top + Rows));
        for (var row = Math.Max(0, Top); row < bottom; row++)
        {
            for (var column = Math.Max(0, Left); column < right; column++)
            {
                if (this[row, column])
                    raster.Pixels.AsSpan(((row * raster.Width) + column) * raster.Channels, raster.Channels).Fill(Ink);
            }
        }
    }
}

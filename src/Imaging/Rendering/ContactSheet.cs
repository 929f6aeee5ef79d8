using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering;

/// <summary>
/// Many frames in one picture, in rows of equal cells: one request instead of dozens on a slow line. Frames are added one
/// after the other, so that only one is decoded at a time. Not safe for concurrent use.
/// </summary>
public sealed class ContactSheet
{
    private const int MostPixelsOfSide = 8192;

    private readonly int _columns, _rows, _cellWidth, _cellHeight;
    private readonly byte[] _canvas;
    private bool _isColour;
    private int _count;

    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="cellWidth">Pixels of a cell.</param>
    /// <param name="cellHeight">Pixels of a cell.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the picture would be wider or taller than 8192 pixels.</exception>
    public ContactSheet(int columns, int rows, int cellWidth, int cellHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellHeight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)columns * cellWidth, MostPixelsOfSide, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * cellHeight, MostPixelsOfSide, nameof(rows));
        (_columns, _rows, _cellWidth, _cellHeight) = (columns, rows, cellWidth, cellHeight);
        _canvas = new byte[columns * cellWidth * rows * cellHeight * 3];
    }

    /// <summary>No cell is left.</summary>
    public bool IsFull => _count == _columns * _rows;

    /// <summary>Renders a frame into the next cell, centred, aspect ratio kept. A frame that cannot be decoded leaves its cell black.</summary>
    /// <param name="frameNumber">From 1.</param>
    /// <returns>False when the frame could not be decoded.</returns>
    /// <exception cref="InvalidOperationException">The sheet is full.</exception>
    public bool Add(DataSet header, ReadOnlyMemory<byte> frame, int frameNumber, TransferSyntax syntax, Window? window = null)
    {
        if (IsFull)
            throw new InvalidOperationException("The contact sheet is full.");
        var cell = _count++;
        try
        {
            var viewport = new Viewport(_cellWidth, _cellHeight);
            Draw(FrameRenderer.Show(header, frame, frameNumber, syntax, new RenderOptions(RenderedMediaType.Png, viewport, window)), cell);
            return true;
        }
        catch (UndecodableFrameException)
        {
            return false;
        }
    }

    /// <summary>The sheet so far; grey when every frame was. The watermark is <see cref="RenderOptions.Watermark"/>.</summary>
    public RenderedImage Write(RenderedMediaType mediaType, int quality = 80, string? watermark = null)
    {
        var (width, height) = (_columns * _cellWidth, _rows * _cellHeight);
        if (_isColour)
            return Write(new Raster(_canvas, width, height, 3), mediaType, quality, watermark);
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = _canvas[3 * i];
        return Write(new Raster(grey, width, height, 1), mediaType, quality, watermark);
    }

    private static RenderedImage Write(Raster raster, RenderedMediaType mediaType, int quality, string? watermark) =>
        FrameRenderer.Write(watermark is null ? raster : Watermark.Burn(raster, watermark), mediaType, quality);

    private void Draw(Raster raster, int cell)
    {
        _isColour |= raster.Channels == 3;
        var left = (cell % _columns * _cellWidth) + ((_cellWidth - raster.Width) / 2);
        var top = (cell / _columns * _cellHeight) + ((_cellHeight - raster.Height) / 2);
        for (var row = 0; row < raster.Height; row++)
        {
            var from = raster.Pixels.AsSpan(row * raster.Stride, raster.Stride);
            var to = _canvas.AsSpan((((top + row) * _columns * _cellWidth) + left) * 3, raster.Width * 3);
            if (raster.Channels == 3)
                from.CopyTo(to);
            for (var i = 0; raster.Channels == 1 && i < from.Length; i++)
                to.Slice(3 * i, 3).Fill(from[i]);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Drawing.Interop;

namespace ImagingGateway.Imaging.Drawing;

/// <summary>A PDF of one page: text in embedded fonts and filled rectangles, measured in points from the upper left corner. Not safe for concurrent use.</summary>
public sealed unsafe class PdfPage : IDisposable
{
    private const int MetadataTitle = 0;
    private const int MetadataCreator = 4;

    private readonly MemoryStream _bytes = new();
    private readonly GCHandle _self;
    private readonly nint _surface;
    private readonly nint _context;

    /// <param name="width">Of the paper in points.</param>
    /// <param name="height">Of the paper in points.</param>
    /// <param name="title">As the PDF's reader shows it.</param>
    /// <param name="scale">Everything drawn is so much larger than asked for.</param>
    /// <exception cref="DrawingUnavailableException">The drawing library is not on this machine.</exception>
    public PdfPage(double width, double height, string title, double scale = 1)
    {
        var library = NativeLibraries.PangoCairo;
        if (!library.IsPresent)
            throw new DrawingUnavailableException($"Pages cannot be drawn here: install the package {library.DebianPackage} and start the gateway again.");
        _self = GCHandle.Alloc(_bytes);
        _surface = Cairo.CreatePdf(&Write, GCHandle.ToIntPtr(_self), width, height);
        Cairo.SetMetadata(_surface, MetadataTitle, title);
        Cairo.SetMetadata(_surface, MetadataCreator, "Imaging Gateway");
        _context = Cairo.Create(_surface);
        Cairo.Scale(_context, scale, scale);
    }

    /// <summary>Draws a paragraph, wrapped at <paramref name="width"/>.</summary>
    /// <returns>Its height.</returns>
    public double Text(double x, double y, double width, string text, TextStyle style)
    {
        Cairo.SetInk(_context, style.Grey, style.Grey, style.Grey, 1);
        using var layout = new TextLayout(_context, text, style, width);
        layout.Show(x, y);
        return layout.Height;
    }

    /// <param name="grey">0 black to 1 white.</param>
    public void Fill(double x, double y, double width, double height, double grey = 0)
    {
        Cairo.SetInk(_context, grey, grey, grey, 1);
        Cairo.Rectangle(_context, x, y, width, height);
        Cairo.Fill(_context);
    }

    /// <summary>Ends the document; nothing may be drawn afterwards.</summary>
    /// <exception cref="IOException">The library could not write it.</exception>
    public byte[] Finish()
    {
        Cairo.Finish(_surface);
        var status = Cairo.Status(_surface);
        return status == 0 ? _bytes.ToArray() : throw new IOException($"The PDF could not be written (cairo status {status}).");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cairo.Destroy(_context);
        Cairo.DestroySurface(_surface);
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint closure, byte* data, uint length)
    {
        ((MemoryStream)GCHandle.FromIntPtr(closure).Target!).Write(new ReadOnlySpan<byte>(data, (int)length));
        return 0;
    }
}

using ImagingGateway.Imaging.Drawing.Interop;

namespace ImagingGateway.Imaging.Drawing;

/// <summary>Text laid out for one cairo context, in a font that has every Vietnamese letter.</summary>
internal sealed class TextLayout : IDisposable
{
    private const string Family = "Noto Sans, DejaVu Sans, sans-serif";

    private readonly nint _context;
    private readonly nint _layout;

    public TextLayout(nint context, string text, TextStyle style, double? width = null)
    {
        _context = context;
        _layout = Pango.CreateLayout(context);
        var font = Pango.CreateFont(style.IsBold ? $"{Family} Bold" : Family);
        Pango.SetFontSize(font, style.Size * Pango.Scale);
        Pango.SetFont(_layout, font);
        Pango.FreeFont(font);
        if (width is { } limit)
            Pango.SetWidth(_layout, (int)(limit * Pango.Scale));
        if (style.IsCentred)
            Pango.SetAlignment(_layout, 1);
        if (style.MostLines < 1000)
        {
            Pango.SetHeight(_layout, -style.MostLines);
            Pango.SetEllipsize(_layout, 3);
        }

        // a letter and its marks in one code point: fonts without stacked marks still show it right
        var shown = text.Replace('\0', ' ').Normalize();
        Pango.SetText(_layout, shown, -1);
        Pango.GetSize(_layout, out var laidWidth, out var laidHeight);
        (Width, Height) = ((double)laidWidth / Pango.Scale, (double)laidHeight / Pango.Scale);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Draws with the context's ink; x and y are the upper left corner.</summary>
    public void Show(double x, double y)
    {
        Cairo.MoveTo(_context, x, y);
        Pango.Show(_context, _layout);
    }

    public void Dispose() => Pango.Unreference(_layout);
}

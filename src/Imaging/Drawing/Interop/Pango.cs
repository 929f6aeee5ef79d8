using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Drawing.Interop;

/// <summary>The calls of Pango (https://docs.gtk.org/Pango) that are used here.</summary>
internal static partial class Pango
{
    public const string Library = "pango";
    public const string CairoLibrary = "pangocairo";
    public const string ObjectLibrary = "gobject";

    /// <summary>PANGO_SCALE: Pango's units in one of cairo's.</summary>
    public const int Scale = 1024;

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_create_layout")]
    public static partial nint CreateLayout(nint context);

    [LibraryImport(CairoLibrary, EntryPoint = "pango_cairo_show_layout")]
    public static partial void Show(nint context, nint layout);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetText(nint layout, string text, int length);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_width")]
    public static partial void SetWidth(nint layout, int width);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_alignment")]
    public static partial void SetAlignment(nint layout, int alignment);

    /// <summary>A negative height is a number of lines (for each paragraph).</summary>
    [LibraryImport(Library, EntryPoint = "pango_layout_set_height")]
    public static partial void SetHeight(nint layout, int height);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_ellipsize")]
    public static partial void SetEllipsize(nint layout, int mode);

    [LibraryImport(Library, EntryPoint = "pango_layout_get_size")]
    public static partial void GetSize(nint layout, out int width, out int height);

    [LibraryImport(Library, EntryPoint = "pango_layout_set_font_description")]
    public static partial void SetFont(nint layout, nint description);

    [LibraryImport(Library, EntryPoint = "pango_font_description_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateFont(string description);

    [LibraryImport(Library, EntryPoint = "pango_font_description_set_absolute_size")]
    public static partial void SetFontSize(nint description, double size);

    [LibraryImport(Library, EntryPoint = "pango_font_description_free")]
    public static partial void FreeFont(nint description);

    [LibraryImport(ObjectLibrary, EntryPoint = "g_object_unref")]
    public static partial void Unreference(nint layout);
}

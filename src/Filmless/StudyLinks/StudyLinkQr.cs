using System.Collections;
using QRCoder;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>The QR image of a link's address: for the screen, for paper, for the terminal.</summary>
public static class StudyLinkQr
{
    /// <summary>PNG, black on white, quiet zone included.</summary>
    /// <param name="url">The address.</param>
    /// <param name="pixelsPerModule">Size of one square.</param>
    public static byte[] Png(string url, int pixelsPerModule = 8)
    {
        using var data = DataOf(url);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(pixelsPerModule);
    }

    /// <summary>An SVG document that scales to the box it is put into.</summary>
    public static string Svg(string url)
    {
        using var data = DataOf(url);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The squares themselves, row by row, true for black; quiet zone included.</summary>
    public static IReadOnlyList<BitArray> Modules(string url)
    {
        using var data = DataOf(url);
        return data.ModuleMatrix;
    }

    /// <summary>Half-block characters for a terminal with a dark background.</summary>
    public static string Terminal(string url)
    {
        using var data = DataOf(url);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall(drawQuietZones: true, invert: false);
    }

    // M survives a coffee stain on the slip and stays small enough to be scanned from a phone's screen
    private static QRCodeData DataOf(string url) => QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
}

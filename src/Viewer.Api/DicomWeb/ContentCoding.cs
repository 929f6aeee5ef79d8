using System.Globalization;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>Chooses the compression of a text answer (RFC 9110 12.5.3). Pure.</summary>
internal static class ContentCoding
{
    public const string Brotli = "br";

    public const string Gzip = "gzip";

    /// <returns>Null for none.</returns>
    public static string? Choose(string acceptEncoding)
    {
        double brotli = 0, gzip = 0, other = 0;
        bool namesBrotli = false, namesGzip = false;
        foreach (var element in acceptEncoding.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, quality) = Read(element);
            switch (name)
            {
                case Brotli:
                    (brotli, namesBrotli) = (quality, true);
                    break;
                case Gzip or "x-gzip":
                    (gzip, namesGzip) = (quality, true);
                    break;
                case "*":
                    other = quality;
                    break;
            }
        }

        brotli = namesBrotli ? brotli : other;
        gzip = namesGzip ? gzip : other;
        return brotli > 0 && brotli >= gzip ? Brotli : gzip > 0 ? Gzip : null;
    }

    private static (string Name, double Quality) Read(string element)
    {
        var pieces = element.Split(';');
        var quality = 1.0;
        foreach (var piece in pieces.Skip(1))
        {
            if (piece.Trim() is ['q' or 'Q', '=', .. var value])
                quality = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var given) ? given : 0;
        }

        return (pieces[0].Trim().ToLowerInvariant(), quality);
    }
}

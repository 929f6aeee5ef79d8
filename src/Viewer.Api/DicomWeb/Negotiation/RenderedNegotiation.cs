using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>Chooses the coding of rendered images (PS3.18 8.7.4): JPEG is the default; GIF is not made. Pure.</summary>
internal static class RenderedNegotiation
{
    private static readonly (string Name, RenderedMediaType Type)[] Offered =
        [("image/jpeg", RenderedMediaType.Jpeg), ("image/webp", RenderedMediaType.Webp), ("image/png", RenderedMediaType.Png)];

    /// <param name="accept">Best first.</param>
    /// <param name="prefersMultipart">The resource is many images, so an undecided client gets all of them.</param>
    /// <returns>Null when nothing fits: 406.</returns>
    public static RenderedRepresentation? Choose(IReadOnlyList<MediaRange> accept, bool prefersMultipart)
    {
        foreach (var range in accept)
        {
            foreach (var (name, type) in Offered)
            {
                if (range.Quality <= 0 || !range.Covers(name) || accept.Any(other => other.Quality <= 0 && other.MediaType == name))
                    continue;
                var isMultipart = range.Packaging == Packaging.Multipart || (range.Packaging == Packaging.Any && prefersMultipart);
                return new RenderedRepresentation(isMultipart, type);
            }
        }

        return null;
    }
}

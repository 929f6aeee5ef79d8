namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>DICOM JSON is the one form of metadata and search results here (PS3.18 8.7.3.2). Pure.</summary>
internal static class JsonNegotiation
{
    /// <summary>A single-part JSON answer is acceptable. OHIF 3.11 also offers multipart octet-stream beside it; that is not taken up.</summary>
    public static bool IsAcceptable(IReadOnlyList<MediaRange> accept) =>
        accept.Any(range => range.Quality > 0 && range.AllowsSingle && (range.Covers("application/dicom+json") || range.Covers("application/json")));
}

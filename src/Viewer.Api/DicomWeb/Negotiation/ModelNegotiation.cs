using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Xml;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>Chooses the model of metadata and search results (PS3.18 8.7.3.2): JSON, or XML for who asks for it by name. Pure.</summary>
internal static class ModelNegotiation
{
    /// <summary>What a refusal offers.</summary>
    public const string Offered = DicomJson.MediaType + ", or multipart/related; type=\"" + NativeDicomModel.MediaType + "\"";

    /// <summary>JSON is single part, XML one part for each data set. OHIF 3.11 also offers multipart octet-stream beside JSON; that is not taken up.</summary>
    /// <param name="accept">Best first.</param>
    /// <returns>Null when nothing fits: 406.</returns>
    public static DataSetModel? Choose(IReadOnlyList<MediaRange> accept)
    {
        foreach (var range in accept)
        {
            if (range.Quality <= 0)
                continue;
            if (range.AllowsSingle && (range.Covers(DicomJson.MediaType) || range.Covers("application/json")))
                return DataSetModel.Json;
            if (range.AllowsMultipart && range.MediaType == NativeDicomModel.MediaType)
                return DataSetModel.Xml;
        }

        return null;
    }
}

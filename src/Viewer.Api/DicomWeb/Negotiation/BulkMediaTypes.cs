using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>Media types of compressed pixel data (PS3.18 tables 8.7.3-4 and 8.7.3-5).</summary>
internal static class BulkMediaTypes
{
    public const string OctetStream = "application/octet-stream";

    /// <summary>The media type of one frame as stored in an encapsulated syntax; octet-stream when the standard names none.</summary>
    public static string Of(Uid transferSyntax) => transferSyntax.Value switch
    {
        "1.2.840.10008.1.2.5" => "image/dicom-rle",
        "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51" or "1.2.840.10008.1.2.4.57" or "1.2.840.10008.1.2.4.70" => "image/jpeg",
        "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => "image/jls",
        "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => "image/jp2",
        "1.2.840.10008.1.2.4.92" or "1.2.840.10008.1.2.4.93" => "image/jpx",
        "1.2.840.10008.1.2.4.110" or "1.2.840.10008.1.2.4.111" or "1.2.840.10008.1.2.4.112" => "image/jxl",
        "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203" => "image/jphc",
        _ => VideoOf(transferSyntax) ?? OctetStream,
    };

    /// <summary>The transfer syntax in which frames are coded for a client that names a media type only; null where the choice is not ours.</summary>
    public static string? LosslessSyntaxOf(string mediaType) => mediaType switch
    {
        "image/dicom-rle" => "1.2.840.10008.1.2.5",
        "image/jls" => "1.2.840.10008.1.2.4.80",
        "image/jp2" => "1.2.840.10008.1.2.4.90",
        "image/jphc" => "1.2.840.10008.1.2.4.202",
        _ => null,
    };

    /// <summary>The media type of a whole video; null when the syntax is no video.</summary>
    public static string? VideoOf(Uid transferSyntax) => transferSyntax.Value switch
    {
        // the .1 forms are the fragmentable ones of PS3.5 A.4.5 to A.4.7
        "1.2.840.10008.1.2.4.100" or "1.2.840.10008.1.2.4.100.1" or "1.2.840.10008.1.2.4.101" or "1.2.840.10008.1.2.4.101.1" => "video/mpeg2",
        "1.2.840.10008.1.2.4.102" or "1.2.840.10008.1.2.4.102.1" or "1.2.840.10008.1.2.4.103" or "1.2.840.10008.1.2.4.103.1"
            or "1.2.840.10008.1.2.4.104" or "1.2.840.10008.1.2.4.104.1" or "1.2.840.10008.1.2.4.105" or "1.2.840.10008.1.2.4.105.1"
            or "1.2.840.10008.1.2.4.106" or "1.2.840.10008.1.2.4.106.1" or "1.2.840.10008.1.2.4.107" or "1.2.840.10008.1.2.4.108" => "video/mp4",
        _ => null,
    };
}

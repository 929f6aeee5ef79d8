using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Whether a copy's colour is by plane (PS3.3 C.7.6.3.1.3). Only YBR_FULL ever is: where it came so, and in ultrasound images, whose IODs want it so
/// (PS3.3 C.8.5.6.1.16). JPEG-LS and the JPEG 2000 family are by pixel (PS3.5 8.2.3, 8.2.4); of RLE either is true (PS3.5 8.2.2).
/// </summary>
internal static class ColourPlanes
{
    /// <summary>The samples are to be by plane wherever the syntax has that.</summary>
    /// <param name="sopClass">Of the instance.</param>
    /// <param name="header">As it came.</param>
    /// <param name="pixels">As they go out.</param>
    public static bool AreWanted(Uid sopClass, DataSet header, PixelDescription pixels) =>
        pixels.PhotometricInterpretation == "YBR_FULL" && (header.GetInteger(Tags.PlanarConfiguration) == 1 || AreDemanded(sopClass, header, pixels));

    /// <summary>By pixel the copy would break its IOD, which the instance that came does not.</summary>
    public static bool AreDemanded(Uid sopClass, DataSet header, PixelDescription pixels) =>
        (sopClass == Uids.UltrasoundImageStorage || sopClass == Uids.UltrasoundMultiFrameImageStorage) && pixels.PhotometricInterpretation == "YBR_FULL"
        && !(header.GetString(Tags.PhotometricInterpretation) == "YBR_FULL" && header.GetInteger(Tags.PlanarConfiguration) != 1);

    /// <summary>The syntax's samples can be by plane.</summary>
    public static bool AreIn(TransferSyntax syntax) => !syntax.IsEncapsulated || syntax.Uid == Uids.RLELossless;
}

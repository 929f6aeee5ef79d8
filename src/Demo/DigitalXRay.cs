using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Demo;

/// <summary>What the IOD of digital X-ray images for presentation demands of every image (PS3.3 A.26, C.8.11).</summary>
internal static class DigitalXRay
{
    // PS3.16 annex L
    private static readonly Dictionary<string, (string Code, string Meaning)> Regions = new()
    {
        ["CHEST"] = ("51185008", "Chest"), ["LSPINE"] = ("122496007", "Lumbar spine"), ["HAND"] = ("85562004", "Hand"),
    };

    /// <param name="spacing">Between pixels at the detector, mm.</param>
    /// <param name="bodyPart">As in Body Part Examined.</param>
    public static void AddModules(DataSet dataSet, double spacing, string bodyPart)
    {
        var (code, meaning) = Regions[bodyPart];
        dataSet.SetString(Tags.ImageLaterality, "U");
        dataSet.SetItems(Tags.AnatomicRegionSequence, new DataSet()
            .SetString(Tags.CodeValue, code).SetString(Tags.CodingSchemeDesignator, "SCT").SetString(Tags.CodeMeaning, meaning));
        dataSet.SetEmpty(Tags.AcquisitionContextSequence);
        dataSet.SetEmpty(Tags.DetectorType);
        dataSet.SetEmpty(Tags.PositionerType);
        dataSet.SetString(Tags.PixelIntensityRelationship, "LOG");
        dataSet.SetInteger(Tags.PixelIntensityRelationshipSign, -1);
        dataSet.SetString(Tags.BurnedInAnnotation, "NO");
        dataSet.SetString(Tags.PresentationIntentType, "FOR PRESENTATION");
        dataSet.SetString(Tags.PatientOrientation, "L", "F");
        var text = spacing.ToString("0.######", CultureInfo.InvariantCulture);
        dataSet.SetString(Tags.ImagerPixelSpacing, text, text);
        dataSet.SetString(Tags.PixelSpacing, text, text);
        dataSet.SetString(Tags.RescaleIntercept, "0");
        dataSet.SetString(Tags.RescaleSlope, "1");
        dataSet.SetString(Tags.RescaleType, "US");
        dataSet.SetString(Tags.PresentationLUTShape, "IDENTITY");
        dataSet.SetString(Tags.LossyImageCompression, "00");
    }
}

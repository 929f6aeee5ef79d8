using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Bench.Imaging;

/// <summary>A slice of the demo's chest CT: 512 x 512, 16 bit signed, with noise.</summary>
internal static class CtSlice
{
    public static DataSet Header { get; } = DemoStudies.ChestCT(new DateTime(2026, 11, 25), slices: 3).ElementAt(1).DataSet;

    public static DecodedFrame Frame { get; } = new(PixelDescription.Of(Header)!, Header[Tags.PixelData]!.Bytes);
}

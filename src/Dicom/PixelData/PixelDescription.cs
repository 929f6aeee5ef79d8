using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>The image pixel module's facts that say how samples are laid out (PS3.3 C.7.6.3).</summary>
public sealed record PixelDescription(
    int Rows, int Columns, int NumberOfFrames, int SamplesPerPixel, int BitsAllocated, int BitsStored, int HighBit,
    bool IsSigned, int PlanarConfiguration, string PhotometricInterpretation)
{
    /// <summary>Bytes of one native frame, rounded up (1-bit frames are packed).</summary>
    public long FrameLength => (((long)Rows * Columns * SamplesPerPixel * BitsAllocated) + 7) / 8;

    /// <summary>Reads the module from a header; null when the instance is no image.</summary>
    public static PixelDescription? Of(DataSet header) => throw new NotImplementedException();
}

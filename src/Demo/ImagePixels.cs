using System.Runtime.InteropServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>Writes the image pixel module (PS3.3 C.7.6.3) of native images.</summary>
internal static class ImagePixels
{
    public static void Set16Bit(DataSet dataSet, int rows, int columns, int bitsStored, bool signed, string photometric, ReadOnlySpan<short> samples)
    {
        SetModule(dataSet, rows, columns, 16, bitsStored, signed, photometric);
        dataSet.Set(new DataElement(Tags.PixelData, VR.OW, MemoryMarshal.AsBytes(samples).ToArray()));
    }

    public static void Set8Bit(DataSet dataSet, int rows, int columns, string photometric, byte[] samples)
    {
        SetModule(dataSet, rows, columns, 8, 8, signed: false, photometric);
        dataSet.Set(new DataElement(Tags.PixelData, VR.OB, samples));
    }

    private static void SetModule(DataSet dataSet, int rows, int columns, int allocated, int stored, bool signed, string photometric)
    {
        dataSet.SetInteger(Tags.SamplesPerPixel, 1);
        dataSet.SetString(Tags.PhotometricInterpretation, photometric);
        dataSet.SetInteger(Tags.Rows, rows);
        dataSet.SetInteger(Tags.Columns, columns);
        dataSet.SetInteger(Tags.BitsAllocated, allocated);
        dataSet.SetInteger(Tags.BitsStored, stored);
        dataSet.SetInteger(Tags.HighBit, stored - 1);
        dataSet.SetInteger(Tags.PixelRepresentation, signed ? 1 : 0);
    }
}

using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>Headers for rendering, made element by element.</summary>
internal static class Headers
{
    /// <summary>The image pixel module of a description.</summary>
    public static DataSet Of(PixelDescription description) => new DataSet()
        .SetInteger(Tags.SamplesPerPixel, description.SamplesPerPixel)
        .SetString(Tags.PhotometricInterpretation, description.PhotometricInterpretation)
        .SetInteger(Tags.Rows, description.Rows)
        .SetInteger(Tags.Columns, description.Columns)
        .SetInteger(Tags.BitsAllocated, description.BitsAllocated)
        .SetInteger(Tags.BitsStored, description.BitsStored)
        .SetInteger(Tags.HighBit, description.HighBit)
        .SetInteger(Tags.PixelRepresentation, description.IsSigned ? 1 : 0)
        .SetInteger(Tags.PlanarConfiguration, description.PlanarConfiguration);

    public static DataSet Window(this DataSet header, double center, double width, string? function = null)
    {
        header.SetNumber(Tags.WindowCenter, center).SetNumber(Tags.WindowWidth, width);
        return function is null ? header : header.SetString(Tags.VOILUTFunction, function);
    }

    public static DataSet Rescale(this DataSet header, double slope, double intercept) =>
        header.SetNumber(Tags.RescaleSlope, slope).SetNumber(Tags.RescaleIntercept, intercept);

    /// <summary>An item of a Modality LUT or VOI LUT Sequence.</summary>
    public static DataSet LookUpTable(int first, int bits, params ushort[] entries) => new DataSet()
        .Set(new DataElement(Tags.LUTDescriptor, first < 0 ? VR.SS : VR.US, Words((ushort)entries.Length, (ushort)first, (ushort)bits)))
        .Set(new DataElement(Tags.LUTData, VR.OW, Words(entries)));

    public static DataSet With(this DataSet header, Tag sequence, params DataSet[] items) => header.Set(new DataElement(sequence, new Sequence(items)));

    /// <summary>An overlay plane with at most 16 bits.</summary>
    public static DataSet Overlay(this DataSet header, ushort group, int rows, int columns, int top, int left, ushort bits, string type = "G") => header
        .SetInteger(new Tag(group, 0x0010), rows).SetInteger(new Tag(group, 0x0011), columns).SetString(new Tag(group, 0x0040), VR.CS, type)
        .SetInteger(new Tag(group, 0x0050), top, left).SetInteger(new Tag(group, 0x0100), 1).SetInteger(new Tag(group, 0x0102), 0)
        .Set(new DataElement(new Tag(group, 0x3000), VR.OB, bits > 255 ? [(byte)bits, (byte)(bits >> 8)] : new[] { (byte)bits }));

    public static byte[] Words(params ushort[] words)
    {
        var bytes = new byte[words.Length * 2];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), words[i]);
        return bytes;
    }
}

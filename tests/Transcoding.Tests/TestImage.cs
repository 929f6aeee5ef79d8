using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Secondary captures of any layout.</summary>
internal static class TestImage
{
    /// <summary>A Part 10 file in Explicit VR Little Endian, and its pixels.</summary>
    public static (byte[] File, byte[] Pixels) Make(PixelDescription d, Uid? sopClass = null)
    {
        var random = new Random(5);
        var size = d.BitsAllocated / 8;
        var pixels = new byte[(d.PhotometricInterpretation == "YBR_FULL_422" ? d.FrameLength * 2 / 3 : d.FrameLength) * d.NumberOfFrames];
        for (var i = 0; i < pixels.Length / size; i++)
        {
            var value = (((i % d.Columns) * 7L) + ((i / d.Columns) * 3L) + random.Next(40)) % (1L << d.BitsStored);
            if (d.IsSigned)
                value -= 1L << (d.BitsStored - 1);
            for (var b = 0; b < size; b++)
                pixels[(i * size) + b] = (byte)(value >> (8 * b));
        }

        return (Plain(d, pixels, sopClass), pixels);
    }

    /// <summary>A Part 10 file of these native samples.</summary>
    public static byte[] Plain(PixelDescription d, byte[] pixels, Uid? sopClass = null) =>
        Write(d, TransferSyntax.ExplicitVRLittleEndian, new DataElement(Tags.PixelData, d.BitsAllocated <= 8 ? VR.OB : VR.OW, pixels.Length % 2 == 0 ? pixels : [.. pixels, 0]), sopClass);

    /// <summary>The same in big endian words (OW), whatever the samples' size.</summary>
    public static byte[] InBigEndianWords(PixelDescription d, byte[] pixels) =>
        Write(d, TransferSyntax.ExplicitVRBigEndian, new DataElement(Tags.PixelData, VR.OW, pixels.Length % 2 == 0 ? pixels : [.. pixels, 0]), null);

    /// <summary>A Part 10 file of frames coded before, which says nothing about loss.</summary>
    public static byte[] Coded(PixelDescription d, TransferSyntax syntax, params IEnumerable<byte[]> frames)
    {
        var fragments = new Fragments();
        fragments.AddRange(frames.Select(frame => (ReadOnlyMemory<byte>)frame));
        return Write(d, syntax, new DataElement(Tags.PixelData, VR.OB, fragments), null);
    }

    private static byte[] Write(PixelDescription d, TransferSyntax syntax, DataElement pixels, Uid? sopClass)
    {
        var (sop, kind) = (Uid.New(), sopClass ?? Uids.MultiFrameGrayscaleByteSecondaryCaptureImageStorage);
        var header = new DataSet();
        header.SetString(Tags.SOPClassUID, kind.Value);
        header.SetString(Tags.SOPInstanceUID, sop.Value);
        header.SetString(Tags.StudyInstanceUID, Uid.New().Value);
        header.SetString(Tags.SeriesInstanceUID, Uid.New().Value);
        header.SetString(Tags.PatientID, "TEST");
        header.SetString(Tags.Modality, "OT");
        header.SetInteger(Tags.SamplesPerPixel, d.SamplesPerPixel);
        header.SetString(Tags.PhotometricInterpretation, d.PhotometricInterpretation);
        if (d.SamplesPerPixel > 1)
            header.SetInteger(Tags.PlanarConfiguration, d.PlanarConfiguration);
        header.SetString(Tags.NumberOfFrames, d.NumberOfFrames.ToString(System.Globalization.CultureInfo.InvariantCulture));
        header.SetInteger(Tags.Rows, d.Rows);
        header.SetInteger(Tags.Columns, d.Columns);
        header.SetInteger(Tags.BitsAllocated, d.BitsAllocated);
        header.SetInteger(Tags.BitsStored, d.BitsStored);
        header.SetInteger(Tags.HighBit, d.HighBit);
        header.SetInteger(Tags.PixelRepresentation, d.IsSigned ? 1 : 0);
        header.Set(pixels);
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, kind, sop, syntax.Uid, null);
        DataSetWriter.Write(output, header, syntax);
        return output.WrittenSpan.ToArray();
    }
}

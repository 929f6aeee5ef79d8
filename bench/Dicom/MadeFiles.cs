using System.Buffers;
using System.Globalization;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Bench.Dicom;

/// <summary>Files to read.</summary>
internal static class MadeFiles
{
    /// <summary>So many CT files of 0.5 MiB below DIR/full, and their headers alone below DIR/headers.</summary>
    public static int Make(string folder, int count)
    {
        var slices = DemoStudies.ChestCT(new DateTime(2026, 1, 2, 8, 0, 0, DateTimeKind.Utc), slices: 16).ToList();
        Directory.CreateDirectory(Path.Combine(folder, "full"));
        Directory.CreateDirectory(Path.Combine(folder, "headers"));
        for (var i = 0; i < count; i++)
        {
            var dataSet = slices[i % slices.Count].DataSet;
            var sop = Uid.New();
            dataSet.SetString(Tags.SOPInstanceUID, sop.Value).SetInteger(Tags.InstanceNumber, i + 1);
            var name = string.Create(CultureInfo.InvariantCulture, $"IM{i:D6}.dcm");
            File.WriteAllBytes(Path.Combine(folder, "full", name), ToFile(dataSet, sop));
            var header = new DataSet();
            foreach (var element in dataSet)
            {
                if (element.Tag != Tags.PixelData)
                    header.Set(element);
            }

            File.WriteAllBytes(Path.Combine(folder, "headers", name), ToFile(header, sop));
        }

        return 0;
    }

    public static byte[] ToFile(DataSet dataSet, Uid sop)
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, Uids.CTImageStorage, sop, Uids.ExplicitVRLittleEndian, null);
        DataSetWriter.Write(output, dataSet, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Hostile;

/// <summary>Good inputs that hostile ones are made of.</summary>
internal static class Samples
{
    /// <summary>Files in the syntaxes that are coded differently, one without preamble.</summary>
    public static IEnumerable<byte[]> Files =>
    [
        File(TransferSyntax.ExplicitVRLittleEndian), File(TransferSyntax.ImplicitVRLittleEndian), File(TransferSyntax.ExplicitVRBigEndian),
        File(TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50"))), File(TransferSyntax.ExplicitVRLittleEndian)[128..], DataSet(TransferSyntax.ImplicitVRLittleEndian),
    ];

    /// <summary>A data set in JSON, with and without bulk data.</summary>
    public static IEnumerable<byte[]> Json => [JsonOf(_ => "http://x/1"), JsonOf(_ => null)];

    /// <summary>A DICOMDIR of a patient with a study, two series and three images.</summary>
    public static byte[] Directory
    {
        get
        {
            string[] types = ["PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE", "SERIES", "IMAGE"];
            int[] next = [0, 0, 5, 4, 0, 0, 0], below = [1, 2, 3, 0, 0, 6, 0];
            var offsets = new long[types.Length];
            byte[] file = [];
            // The first pass finds where the records lie, the second names them.
            for (var pass = 0; pass < 2; pass++)
            {
                var records = types.Select((type, i) => new DataSet()
                    .SetInteger(Tags.OffsetOfTheNextDirectoryRecord, next[i] == 0 ? 0 : offsets[next[i]]).SetInteger(Tags.RecordInUseFlag, 0xFFFF)
                    .SetInteger(Tags.OffsetOfReferencedLowerLevelDirectoryEntity, below[i] == 0 ? 0 : offsets[below[i]])
                    .SetString(Tags.DirectoryRecordType, type).SetString(Tags.ReferencedFileID, "DIR", $"IM{i}")).ToArray();
                var dataSet = new DataSet().SetString(Tags.FileSetID, "DISC").SetInteger(Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, offsets[0])
                    .SetItems(Tags.DirectoryRecordSequence, records);
                file = FileOf(dataSet, TransferSyntax.ExplicitVRLittleEndian);
                var start = file.Length - DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVRLittleEndian).Length;
                var read = DataSetReader.Read(file.AsMemory(start), TransferSyntax.ExplicitVRLittleEndian).GetItems(Tags.DirectoryRecordSequence);
                for (var i = 0; i < offsets.Length; i++)
                    offsets[i] = start + read[i].Position;
            }

            return file;
        }
    }

    /// <summary>An instance with text, numbers, nested sequences, private and long values, and pixel data.</summary>
    public static byte[] DataSet(TransferSyntax syntax) => DataSetWriter.ToArray(Instance(syntax), syntax, DataSetWriteOptions.AsReceived);

    private static byte[] File(TransferSyntax syntax) => FileOf(Instance(syntax), syntax);

    private static byte[] FileOf(DataSet dataSet, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, Uids.CTImageStorage, new Uid("1.2.3.4"), syntax.Uid, null);
        DataSetWriter.Write(output, dataSet, syntax);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] JsonOf(Func<string, string?> bulk)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            DicomJson.Write(json, Instance(TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50"))), (path, _) => bulk(path));
        return output.WrittenSpan.ToArray();
    }

    private static DataSet Instance(TransferSyntax syntax)
    {
        var dataSet = new DataSet();
        dataSet.SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.SOPClassUID, Uids.CTImageStorage.Value)
            .SetString(Tags.SOPInstanceUID, "1.2.3.4").SetString(Tags.ImageType, "ORIGINAL", "PRIMARY").SetString(Tags.PatientName, "Nguyễn^Thị=阮")
            .SetString(Tags.StudyDate, "20260102").SetString(Tags.StudyTime, "101112.5").SetString(Tags.AcquisitionDateTime, "20260102101112+0700")
            .SetString(Tags.PatientAge, "042Y").SetNumber(Tags.PixelSpacing, 0.5, 0.25).SetInteger(Tags.Rows, 16).SetInteger(Tags.Columns, 16)
            .SetInteger(Tags.BitsAllocated, 16).SetInteger(Tags.PixelRepresentation, 1).SetInteger(Tags.SmallestImagePixelValue, -5)
            .SetInteger(Tags.NumberOfFrames, 2).SetInteger(Tags.FrameIncrementPointer, 0x00181063).SetNumber(Tags.RealWorldValueSlope, 1.5)
            .SetItems(
                Tags.ReferencedImageSequence,
                new DataSet { HasUndefinedLength = true }.SetString(Tags.ReferencedSOPInstanceUID, "1.2").SetItems(Tags.PurposeOfReferenceCodeSequence, new DataSet().SetString(Tags.CodeValue, "1")),
                new DataSet())
            .Set(new DataElement(new Tag(0x0009, 0x0010), VR.LO, "OURS"u8.ToArray()))
            .Set(new DataElement(new Tag(0x0009, 0x1001), VR.UN, new byte[100]));
        return dataSet.Set(syntax.IsEncapsulated
            ? new DataElement(Tags.PixelData, VR.OB, new Fragments { new byte[] { 0xFF, 0xD8, 1, 2 }, new byte[200], new byte[] { 0xFF, 0xD8 } })
            : new DataElement(Tags.PixelData, VR.OW, new byte[16 * 16 * 2 * 2]));
    }
}

using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Part10;

public class DicomDirectoryTests
{
    [Fact]
    public void Loops_and_offsets_to_nowhere_end_and_lose_no_record()
    {
        // Two passes: the offsets are known when the file has been written once.
        var offsets = DicomDirectory.Read(Disc(new long[3], 0)).Records.Select(r => r.Attributes.Position + DataSetOffset).ToArray();
        var looping = DicomDirectory.Read(Disc([offsets[0], offsets[0], 99999], offsets[0]));
        Assert.Equal(["PATIENT", "STUDY", "IMAGE"], looping.Records.Select(r => r.Type));
        Assert.Equal("PATIENT", Assert.Single(looping.Roots).Type);
        Assert.Equal("STUDY", looping.Records[2].Parent!.Type);
        Assert.NotEmpty(looping.Deviations);
    }

    [Fact]
    public void Deleted_records_are_left_out_unless_all_are()
    {
        Assert.Equal(["STUDY", "IMAGE"], DicomDirectory.Read(Disc(new long[3], 0, 0, 0xFFFF, 0xFFFF)).Records.Select(r => r.Type));
        Assert.Equal(3, DicomDirectory.Read(Disc(new long[3], 0, 0, 0, 0)).Records.Count);
    }

    [Fact]
    public void Without_a_sequence_of_records_it_is_refused()
    {
        var problem = Assert.Throws<MalformedDataSetException>(() => DicomDirectory.Read(FileOf(new DataSet().SetString(Tags.FileSetID, "DISC"))));
        Assert.Equal(Tags.DirectoryRecordSequence, problem.Tag);
    }

    [Fact]
    public void A_file_is_found_in_any_letter_case_and_never_outside_the_directory()
    {
        var root = Directory.CreateTempSubdirectory("dicomdir");
        try
        {
            var disc = root.CreateSubdirectory("disc");
            File.WriteAllText(Path.Combine(root.FullName, "SECRET"), "x");
            File.WriteAllText(Path.Combine(disc.CreateSubdirectory("images").FullName, "im1.;1"), "x");
            File.CreateSymbolicLink(Path.Combine(disc.FullName, "LINK"), Path.Combine(root.FullName, "SECRET"));
            Directory.CreateSymbolicLink(Path.Combine(disc.FullName, "UP"), root.FullName);
            Assert.Equal(Path.Combine(disc.FullName, "images", "im1.;1"), Locate("IMAGES", "IM1"));
            string[][] outside = [["..", "SECRET"], ["../SECRET"], ["LINK"], ["UP", "SECRET"], [Path.Combine(root.FullName, "SECRET")], ["IMAGES"], ["IMAGES", "IM2"], ["IMAGES", "\0"], [".", "LINK"], [""], []];
            Assert.All(outside, components => Assert.Null(Locate(components)));

            string? Locate(params string[] components) => new FileId(components).Locate(disc.FullName);
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public void A_path_in_one_component_is_taken_apart()
    {
        var record = DicomDirectory.Read(Disc(new long[3], 0)).Records[2];
        Assert.Equal(["DIR", "IM1"], record.FileId.Components);
    }

    private static int DataSetOffset
    {
        get
        {
            FileMetaInformation.TryRead(Disc(new long[3], 0), true, out var meta);
            return (int)meta!.DataSetOffset;
        }
    }

    // A patient, a study, an image; each with the offset of the next record that is given, also as the one below.
    private static byte[] Disc(long[] next, long first, params int[] inUse)
    {
        string[] types = ["PATIENT", "STUDY", "IMAGE"];
        var records = types.Select((type, i) => new DataSet().SetInteger(Tags.OffsetOfTheNextDirectoryRecord, next[i])
            .SetInteger(Tags.RecordInUseFlag, inUse.Length > 0 ? inUse[i] : 0xFFFF).SetInteger(Tags.OffsetOfReferencedLowerLevelDirectoryEntity, next[i])
            .SetString(Tags.DirectoryRecordType, type)).ToArray();
        records[2].SetString(Tags.ReferencedFileID, "DIR/IM1");
        return FileOf(new DataSet().SetString(Tags.FileSetID, "DISC").SetInteger(Tags.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, first)
            .SetItems(Tags.DirectoryRecordSequence, records));
    }

    private static byte[] FileOf(DataSet dataSet)
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, Uids.MediaStorageDirectoryStorage, new Uid("1.2.3"), Uids.ExplicitVRLittleEndian, null);
        DataSetWriter.Write(output, dataSet, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }
}

using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Part10;

/// <summary>Every DICOMDIR of the corpus; the counts are those that dcmdump finds.</summary>
public class CorpusDirectoryTests
{
    [CorpusTheory]
    [InlineData("dicomdir/disc-a/DICOMDIR", 2, 6, 13, 31)]
    [InlineData("dicomdir/alone/DICOMDIR-bigEnd", 2, 6, 13, 31)]
    [InlineData("dicomdir/alone/DICOMDIR-nooffset", 2, 6, 13, 31)]
    [InlineData("dicomdir/alone/DICOMDIR-reordered", 2, 6, 13, 31)]
    [InlineData("dicomdir/alone/DICOMDIR-charsets", 11, 11, 11, 11)]
    [InlineData("dicomdir/alone/DICOMDIR-discimg", 37, 57, 88, 131)]
    [InlineData("dicomdir/alone/DICOMDIR-wg04", 20, 20, 20, 109)]
    [InlineData("series/ct-ge-head-tilt/DICOMDIR", 1, 1, 1, 28)]
    [InlineData("series/mr-ge-mprage/DICOMDIR", 1, 1, 1, 130)]
    [InlineData("series/mr-prostate-adc/DICOMDIR", 1, 1, 1, 20)]
    public void Every_record_has_its_place(string path, int patients, int studies, int series, int instances)
    {
        var directory = DicomDirectory.Read(CorpusFile.Of(path).Bytes);
        Assert.Equal([patients, studies, series, instances], Enumerable.Range(0, 4).Select(depth => directory.Records.Count(r => DepthOf(r) == depth)));
        Assert.All(directory.Roots, r => Assert.Equal("PATIENT", r.Type));
        Assert.All(directory.Records, r => Assert.Equal(DepthOf(r), r.Type switch { "PATIENT" => 0, "STUDY" => 1, "SERIES" => 2, _ => 3 }));
        Assert.Equal(path.EndsWith("nooffset", StringComparison.Ordinal), directory.Deviations.Count > 0);
    }

    [CorpusTheory]
    [InlineData("bigEnd")]
    [InlineData("nooffset")]
    [InlineData("reordered")]
    public void Variants_of_one_directory_are_the_same_tree(string variant)
    {
        var expected = DicomDirectory.Read(CorpusFile.Of("dicomdir/disc-a/DICOMDIR").Bytes);
        Assert.Equal(expected.Records.Select(Describe), DicomDirectory.Read(CorpusFile.Of($"dicomdir/alone/DICOMDIR-{variant}").Bytes).Records.Select(Describe));
    }

    [CorpusTheory]
    [InlineData("dicomdir/disc-a")]
    [InlineData("series/ct-ge-head-tilt")]
    [InlineData("series/mr-ge-mprage")]
    [InlineData("series/mr-prostate-adc")]
    public void The_files_are_found_and_are_what_the_records_say(string folder)
    {
        var directory = DicomDirectory.Read(File.ReadAllBytes(Corpus.PathOf(folder + "/DICOMDIR")));
        foreach (var record in directory.Records.Where(r => !r.FileId.IsEmpty))
        {
            var bytes = File.ReadAllBytes(Assert.IsType<string>(record.FileId.Locate(Corpus.PathOf(folder)), exactMatch: false));
            FileMetaInformation.TryRead(bytes, true, out var meta);
            Assert.Equal((record.SopClassUid, record.SopInstanceUid, record.TransferSyntaxUid), (meta!.SopClassUid, meta.SopInstanceUid, meta.TransferSyntaxUid));
        }
    }

    private static int DepthOf(DirectoryRecord record) => record.Parent is { } parent ? DepthOf(parent) + 1 : 0;

    private static (string, int, string, Uid) Describe(DirectoryRecord record) => (record.Type, DepthOf(record), record.FileId.ToString(), record.SopInstanceUid);
}

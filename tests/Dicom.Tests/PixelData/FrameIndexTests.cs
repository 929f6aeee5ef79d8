using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.PixelData;

public class FrameIndexTests
{
    public static TheoryData<string> Folders => [.. CorpusFile.Folders];

    [Theory]
    [InlineData("quirks/made/encap-bot.dcm", 4)]
    [InlineData("quirks/made/encap-bot-2frags.dcm", 4, 2)]
    [InlineData("quirks/made/encap-nobot.dcm", 4)]
    [InlineData("quirks/made/encap-nobot-2frags.dcm", 4, 2)]
    [InlineData("quirks/made/encap-bot-wrong.dcm", 4)]
    [InlineData("quirks/made/encap-bot-too-few.dcm", 4)]
    [InlineData("quirks/made/encap-bot-relative-to-table.dcm", 4)]
    [InlineData("quirks/made/encap-empty-fragment.dcm", 4)]
    [InlineData("quirks/made/encap-extended-offset-table.dcm", 4)]
    [InlineData("quirks/made/encap-frames-1-more.dcm", 4)]
    [InlineData("quirks/made/encap-no-seq-delimiter.dcm", 4)]
    [InlineData("quirks/made/encap-odd-fragment.dcm", 4)]
    [InlineData("quirks/made/encap-defined-length.dcm", 4)]
    [InlineData("quirks/made/hostile-frames-billion.dcm", 1)]
    [InlineData("quirks/made/pixels-one-row-short.dcm", 1)]
    [InlineData("photometric/seg-1bit-3frames.dcm", 3)]
    [InlineData("photometric/rgb8-2frames.dcm", 2)]
    public void Frames_are_found(string path, int frames, int runsPerFrame = 1)
    {
        if (!Corpus.IsPresent)
            return;
        var (index, dataSet) = Index(path);
        Assert.Equal(frames, index!.Frames.Count);
        Assert.All(index.Frames, runs => Assert.Equal(runsPerFrame, runs.Count));
        if (index.IsEncapsulated)
            Assert.All(index.Frames, runs => Assert.Equal(new byte[] { 0xFF, 0xD8 }, dataSet.Slice((int)runs[0].Offset, 2).ToArray()));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_index_of_every_file_lies_in_the_file_and_survives_being_stored(string folder)
    {
        foreach (var file in CorpusFile.In(folder).Where(f => !Encoding.CorpusReadTests.Refused.Contains(f.Path)))
        {
            var (index, dataSet) = Index(file.Path);
            if (index is null)
                continue;
            Assert.All(index.Frames.SelectMany(r => r), run => Assert.True(run.Offset >= 0 && run.Length >= 0 && run.End <= dataSet.Length, file.Path));
            var again = FrameIndex.FromBytes(index.ToBytes());
            Assert.Equal(index.IsEncapsulated, again.IsEncapsulated);
            Assert.Equal(index.Frames.Select(r => r.ToArray()), again.Frames.Select(r => r.ToArray()));
            if (!index.IsEncapsulated)
                Assert.True(index.ToBytes().Length <= 24, file.Path);
        }
    }

    [Fact]
    public void Packed_frames_begin_inside_a_byte()
    {
        // Three frames of 3 x 3 bits: 27 bits in 4 bytes.
        var header = new DataSet().SetInteger(Tags.Rows, 3).SetInteger(Tags.Columns, 3).SetInteger(Tags.BitsAllocated, 1).SetInteger(Tags.NumberOfFrames, 3);
        var index = FrameIndex.Of(header, new PixelDataLayout(100, 4, false, [], []));
        Assert.Equal([new ByteRange(100, 2), new ByteRange(101, 2), new ByteRange(102, 2)], index.Frames.Select(r => Assert.Single(r)));
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(index.FirstBit));
        Assert.Equal(2, FrameIndex.FromBytes(index.ToBytes()).FirstBit(2));
    }

    [Fact]
    public void Uncompressed_422_takes_two_samples_for_each_pixel()
    {
        var header = new DataSet().SetInteger(Tags.Rows, 4).SetInteger(Tags.Columns, 4).SetInteger(Tags.BitsAllocated, 8).SetInteger(Tags.NumberOfFrames, 2)
            .SetInteger(Tags.SamplesPerPixel, 3).SetString(Tags.PhotometricInterpretation, "YBR_FULL_422");
        Assert.Equal([new ByteRange(32, 32)], FrameIndex.Of(header, new PixelDataLayout(0, 64, false, [], [])).Frames[1]);
        Assert.Equal([new ByteRange(48, 48)], FrameIndex.Of(header, new PixelDataLayout(0, 96, false, [], [])).Frames[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("09")]
    [InlineData("02FFFFFFFF0F")]
    [InlineData("0201FFFFFF7F00")]
    [InlineData("01FF")]
    public void Damaged_bytes_are_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => FrameIndex.FromBytes(Convert.FromHexString(hex)));

    private static (FrameIndex? Index, ReadOnlyMemory<byte> DataSet) Index(string path)
    {
        var bytes = CorpusFile.Of(path).Bytes;
        FileMetaInformation.TryRead(bytes, true, out var meta);
        var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
        ReadOnlyMemory<byte> dataSet = bytes.AsMemory((int)meta.DataSetOffset);
        using var scanner = new InstanceScanner(syntax);
        try
        {
            scanner.Push(dataSet.Span);
            var scan = scanner.Complete();
            if (syntax.IsDeflated)
                dataSet = new byte[scan.PixelData is { } pixels ? pixels.Offset + pixels.Length : 0];
            return (FrameIndex.Of(scan), dataSet);
        }
        catch (MalformedDataSetException)
        {
            return (null, default);
        }
    }
}

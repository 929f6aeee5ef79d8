using System.Buffers;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Part10;

public class FileMetaInformationTests
{
    [Fact]
    public void What_is_written_is_read_and_its_group_length_is_right()
    {
        var output = new ArrayBufferWriter<byte>();
        var length = FileMetaInformation.Write(output, Uids.CTImageStorage, new Uid("1.2.3"), Uids.JPEG2000Lossless, AETitle.Parse("MODALITY"));
        Assert.Equal(output.WrittenCount, length);
        Assert.Equal("DICM"u8.ToArray(), output.WrittenSpan[128..132].ToArray());
        var group = DataSetReader.Read(output.WrittenMemory[132..], TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal(length - 132 - 12, group.GetInteger(Tags.FileMetaInformationGroupLength));
        Assert.Equal("MODALITY", group.GetString(Tags.SourceApplicationEntityTitle));
        // A data set follows, so the end of the group is known only when its first header is there.
        var file = output.WrittenSpan.ToArray().Concat(new byte[] { 8, 0, 0x16, 0, (byte)'U', (byte)'I', 0, 0 }).ToArray();
        Assert.True(FileMetaInformation.TryRead(file, false, out var meta));
        Assert.Equal(new FileMetaInformation(Uids.CTImageStorage, new Uid("1.2.3"), Uids.JPEG2000Lossless, length), meta);
    }

    [Fact]
    public void A_beginning_that_is_too_short_asks_for_more()
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, Uids.CTImageStorage, new Uid("1.2.3"), Uids.ExplicitVRLittleEndian, null);
        for (var length = 0; length < output.WrittenCount; length++)
            Assert.False(FileMetaInformation.TryRead(output.WrittenSpan[..length], false, out _));
        Assert.True(FileMetaInformation.TryRead(output.WrittenSpan, false, out _));
    }

    [Theory]
    [InlineData("quirks/made/no-preamble-but-dicm.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/no-preamble-no-magic-with-meta.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/nometa-explicit.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/nometa-implicit.dcm", "1.2.840.10008.1.2")]
    [InlineData("quirks/made/nometa-be.dcm", "1.2.840.10008.1.2.2")]
    [InlineData("quirks/made/nometa-groupzero-first.dcm", "1.2.840.10008.1.2")]
    [InlineData("quirks/made/meta-no-ts.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-ts-empty.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-grouplen-wrong.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-grouplen-zero.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-implicit-vr.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-no-grouplen.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-ts-trailing-space.dcm", "1.2.840.10008.1.2.1")]
    [InlineData("quirks/made/meta-only.dcm", "1.2.840.10008.1.2.1")]
    public void Beginnings_that_are_not_as_they_should_be_are_understood(string path, string syntax)
    {
        if (!Corpus.IsPresent)
            return;
        var bytes = CorpusFile.Of(path).Bytes;
        Assert.True(FileMetaInformation.TryRead(bytes, true, out var meta));
        Assert.Equal(syntax, meta!.TransferSyntaxUid.Value);
        var dataSet = DataSetReader.Read(bytes.AsMemory((int)meta.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid));
        Assert.Equal(path.EndsWith("meta-only.dcm", StringComparison.Ordinal), dataSet.GetInteger(Tags.Rows) != 32);
    }
}

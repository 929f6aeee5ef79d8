using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Part10;

public sealed class FileHeaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Syntaxes => [.. new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99" }];

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void All_before_the_pixel_data_is_read_and_nothing_else(string syntaxUid)
    {
        var syntax = TransferSyntax.Of(new Uid(syntaxUid));
        Write(syntax, comments: 30_000, pixels: 4 << 20);
        var header = FileHeader.Read(_path);
        Assert.Equal([Tags.SOPInstanceUID, Tags.PatientName, Tags.PatientComments, Tags.Rows], header.DataSet.Select(element => element.Tag));
        Assert.Equal((30_000, 512), (header.DataSet.GetString(Tags.PatientComments)!.Length, header.DataSet.GetInteger(Tags.Rows)));
        Assert.False(header.IsWhole);
        Assert.Empty(header.Deviations);
    }

    [Fact]
    public void Reading_may_stop_earlier_or_at_the_end()
    {
        Write(TransferSyntax.ExplicitVRLittleEndian, comments: 10, pixels: 0);
        Assert.Equal([Tags.SOPInstanceUID, Tags.PatientName], FileHeader.Read(_path, Tags.PatientID).DataSet.Select(element => element.Tag));
        Assert.True(FileHeader.Read(_path).IsWhole);
    }

    [Fact]
    public void What_the_file_says_of_its_length_is_not_believed()
    {
        Write(TransferSyntax.ExplicitVRLittleEndian, comments: 30_000, pixels: 100);
        using (var file = File.OpenWrite(_path))
            file.SetLength(2000);
        var header = FileHeader.Read(_path);
        Assert.Equal([Tags.SOPInstanceUID, Tags.PatientName], header.DataSet.Where(element => element.Bulk is null && !element.IsEmpty).Select(element => element.Tag));
        File.WriteAllText(_path, "no DICOM here");
        Assert.Throws<MalformedDataSetException>(() => FileHeader.Read(_path));
    }

    public void Dispose() => File.Delete(_path);

    private void Write(TransferSyntax syntax, int comments, int pixels)
    {
        var dataSet = new DataSet().SetString(Tags.SOPInstanceUID, "1.2.3").SetString(Tags.PatientName, "A^B").SetString(Tags.PatientComments, new string('x', comments)).SetInteger(Tags.Rows, 512);
        if (pixels > 0)
            dataSet.Set(new DataElement(Tags.PixelData, VR.OW, new byte[pixels]));
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, Uids.CTImageStorage, new Uid("1.2.3"), syntax.Uid, null);
        DataSetWriter.Write(output, dataSet, syntax);
        File.WriteAllBytes(_path, output.WrittenSpan);
    }
}

using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Encoding;

/// <summary>Golden bytes: each line of hexadecimal is one header or value, with what it is behind it.</summary>
public class ElementCodingTests
{
    [Fact]
    public void Explicit_little_endian()
    {
        var bytes = Hex(
            "08001600 5549 0400 312E3200", // (0008,0016) UI, 16-bit length 4, "1.2" NUL
            "08004011 5351 0000 FFFFFFFF", // (0008,1140) SQ, undefined length
            "FEFF00E0 0C000000", //             item of 12 bytes
            "08005511 5549 0400 312E3300", //     (0008,1155) UI "1.3"
            "FEFF00E0 FFFFFFFF FEFF0DE0 00000000", // empty item of undefined length
            "FEFFDDE0 00000000", //             end of the sequence
            "28001000 5553 0200 0002", //       (0028,0010) US 512
            "E07F1000 4F57 0000 04000000 01000200"); // (7FE0,0010) OW, 32-bit length 4
        var dataSet = DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal("1.2", dataSet.GetUid(Tags.SOPClassUID).Value);
        var items = dataSet.GetItems(Tags.ReferencedImageSequence);
        Assert.Equal([1, 0], items.Select(i => i.Count));
        Assert.Equal("1.3", items[0].GetString(Tags.ReferencedSOPInstanceUID));
        Assert.Same(dataSet, items[0].Parent);
        Assert.Equal(512, dataSet.GetInteger(Tags.Rows));
        Assert.Equal([1.0, 2.0], dataSet.GetNumbers(Tags.PixelData));
        Assert.Equal(bytes, DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVRLittleEndian, DataSetWriteOptions.AsReceived));
    }

    [Fact]
    public void Canonical_writing_gives_defined_lengths_and_even_values()
    {
        var dataSet = new DataSet().SetItems(Tags.ReferencedImageSequence, new DataSet { HasUndefinedLength = true }.SetString(Tags.ReferencedSOPInstanceUID, "1.3"));
        dataSet.Set(new DataElement(new Tag(0x00080000), VR.UL, new byte[4])).Set(new DataElement(Tags.StudyID, VR.SH, new byte[] { 0x41 }));
        Assert.Equal(
            Hex(
                "08004011 5351 0000 14000000", // the sequence is 20 bytes
                "FEFF00E0 0C000000 08005511 5549 0400 312E3300",
                "20001000 5348 0200 4120"), // padded with a blank; the group length is gone
            DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVRLittleEndian));
    }

    [Fact]
    public void One_element_is_found_without_reading_the_others()
    {
        var item = new DataSet().SetString(Tags.ReferencedSOPInstanceUID, "1.3");
        var dataSet = new DataSet().SetString(Tags.SOPClassUID, "1.2").SetItems(Tags.ReferencedImageSequence, item).SetString(Tags.StudyID, "A").SetEmpty(Tags.AccessionNumber);
        var syntax = TransferSyntax.ExplicitVRLittleEndian;
        var bytes = DataSetWriter.ToArray(dataSet, syntax);
        var start = 0;
        Assert.Null(DataSetReader.Find(bytes, Tags.SpecificCharacterSet, syntax, ref start));
        Assert.Null(DataSetReader.Find(bytes, Tags.StudyDate, syntax, ref start));
        Assert.Equal("1.3", DataSetReader.Find(bytes, Tags.ReferencedImageSequence, syntax, ref start)!.Items![0].GetString(Tags.ReferencedSOPInstanceUID));
        foreach (var element in dataSet)
        {
            start = 0;
            var found = DataSetReader.Find(bytes, element.Tag, syntax, ref start)!;
            Assert.Equal(element.VR, found.VR);
            Assert.Equal(DataSetWriter.ToArray(new DataSet().Set(element), syntax), DataSetWriter.ToArray(new DataSet().Set(found), syntax));
        }

        Assert.Null(DataSetReader.Find(bytes, Tags.PixelData, syntax, ref start));
        Assert.Equal(bytes.Length, start);
        Assert.Throws<MalformedDataSetException>(() =>
        {
            var begin = 0;
            return DataSetReader.Find(bytes.AsMemory(0, bytes.Length - 1), Tags.StudyID, syntax, ref begin);
        });
    }

    [Fact]
    public void Explicit_big_endian()
    {
        var bytes = Hex(
            "00080016 5549 0004 312E3200",
            "00280010 5553 0002 0200", // Rows 512, most significant byte first
            "7FE00010 4F57 0000 00000004 00010002");
        var dataSet = DataSetReader.Read(bytes, TransferSyntax.ExplicitVRBigEndian);
        Assert.Equal(512, dataSet.GetInteger(Tags.Rows));
        Assert.Equal([1.0, 2.0], dataSet.GetNumbers(Tags.PixelData));
        Assert.Equal(bytes, DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVRBigEndian));
    }

    [Fact]
    public void Implicit_little_endian_takes_representations_from_the_dictionary()
    {
        var bytes = Hex(
            "08001600 04000000 312E3200",
            "28000301 02000000 0100", // Pixel Representation 1: signed
            "28000601 02000000 FBFF", // Smallest Image Pixel Value -5, "US or SS"
            "09001000 04000000 4F555253", // private creator
            "09000110 02000000 4142"); // private element
        var dataSet = DataSetReader.Read(bytes, TransferSyntax.ImplicitVRLittleEndian);
        Assert.Equal((VR.SS, -5L), (dataSet[Tags.SmallestImagePixelValue]!.VR, dataSet.GetInteger(Tags.SmallestImagePixelValue)));
        Assert.Equal((VR.LO, VR.UN), (dataSet[new Tag(0x00090010)]!.VR, dataSet[new Tag(0x00091001)]!.VR));
    }

    [Fact]
    public void Unknown_sequences_are_implicit_inside()
    {
        // PS3.5 6.2.2 note 2
        var bytes = Hex(
            "09000110 554E 0000 FFFFFFFF",
            "FEFF00E0 FFFFFFFF 28001000 02000000 0002 FEFF0DE0 00000000", // Rows 512 without VR
            "FEFFDDE0 00000000");
        var dataSet = DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal(512, Assert.Single(dataSet.GetItems(new Tag(0x00091001))).GetInteger(Tags.Rows));
        Assert.Equal(bytes, DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVRLittleEndian, DataSetWriteOptions.AsReceived));
    }

    [Theory]
    [InlineData("28001000 3F3F 0200 0002", "unknown value representation")]
    [InlineData("28001000 7573 0200 0002", "unknown value representation")]
    [InlineData("28001000 02000000 0002", "no value representation where the coding demands one")]
    [InlineData("28001000 5553 0200 0002 28003010 5554 0200 4142", "16-bit length where the value representation demands 32 bits")]
    [InlineData("28001000 5553 0200 0002 32003310 4C4F 0100 41", "odd value length")]
    [InlineData("28001000 5553 0200 0002 00000000 0000 0000 0000", "bytes after the data set that are no element")]
    [InlineData("28001000 5553 0200 0002 FEFF0DE0 00000000", "stray item or delimiter")]
    [InlineData("28001000 5553 0200 0002 20001000 5348 0000", "elements out of order or repeated")]
    [InlineData("28001000 5553 0200 0002 28001000 5553 0200 0001", "elements out of order or repeated")]
    public void Breaches_are_read_and_reported(string hex, string text)
    {
        var reading = DataSetReader.ReadLeniently(Hex("08001600 5549 0400 312E3200", hex), TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal(512, reading.DataSet.GetInteger(Tags.Rows));
        Assert.Equal(text, Assert.Single(reading.Deviations).Text);
        Assert.False(reading.IsTruncated);
    }

    [Fact]
    public void A_scan_leaves_long_values_where_they_are()
    {
        var bytes = Hex(
            "08001800 5549 0400 312E3200",
            "09000110 4F42 0000 04000000 01020304", // longer than the threshold of 3
            "E07F1000 4F42 0000 FFFFFFFF",
            "FEFF00E0 04000000 00000000", // offset table
            "FEFF00E0 02000000 FFD8", // fragments at 60 and 70
            "FEFF00E0 04000000 00010203",
            "FEFFDDE0 00000000",
            "FCFFFCFF 4F42 0000 02000000 0000");
        var passed = new List<byte>();
        using var scanner = new InstanceScanner(TransferSyntax.Of(Uids.JPEGBaseline8Bit), 3) { PixelDataSink = b => passed.AddRange(b) };
        foreach (var one in bytes)
            scanner.Push([one]);
        var scan = scanner.Complete();
        Assert.Equal(new BulkReference(24, 4, false, false), scan.Header[new Tag(0x00091001)]!.Bulk);
        Assert.Equal((40L, 34L, true), (scan.PixelData!.Offset, scan.PixelData.Length, scan.PixelData.IsEncapsulated));
        Assert.Equal([new ByteRange(60, 2), new ByteRange(70, 4)], scan.PixelData.Fragments);
        Assert.Equal([0u], scan.PixelData.BasicOffsetTable);
        Assert.Equal([true, false], scan.PixelData.CodestreamStarts);
        Assert.Equal(bytes[40..74], passed);
        Assert.Equal(new BulkReference(40, 34, true, false), scan.Header[Tags.PixelData]!.Bulk);
        Assert.Empty(scan.Deviations);
        Assert.Equal(bytes.Length, scan.Length);
    }

    [Fact]
    public void Truncated_pixel_data_is_kept_and_flagged()
    {
        using var scanner = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian);
        scanner.Push(Hex("08001800 5549 0400 312E3200 E07F1000 4F57 0000 00010000 01020304"));
        var scan = scanner.Complete();
        Assert.True(scan.IsTruncated);
        Assert.Equal((24L, 4L), (scan.PixelData!.Offset, scan.PixelData.Length));
        using var early = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian);
        early.Push(Hex("08001800 5549 0400 312E"));
        Assert.Throws<MalformedDataSetException>(early.Complete);
    }

    private static byte[] Hex(params string[] lines) => Convert.FromHexString(string.Concat(lines).Replace(" ", string.Empty, StringComparison.Ordinal));
}

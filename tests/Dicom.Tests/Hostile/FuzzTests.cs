using System.Buffers;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Dicom.Xml;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Hostile;

/// <summary>Files, data sets, DICOMDIRs and JSON changed at random: read or refused, and what is read can be written and read back the same.</summary>
[Trait("Category", "Fuzz")]
public class FuzzTests
{
    public static TheoryData<string> Syntaxes =>
        [.. new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.50", "1.2.840.113619.5.2" }];

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void Data_sets(string syntaxUid)
    {
        var syntax = TransferSyntax.Of(new Uid(syntaxUid));
        // Inflating may make a thousand times as much of it.
        var perByte = syntax.IsDeflated ? 4096 : 128;
        new Fuzzing("data-set-" + syntaxUid, [Samples.DataSet(syntax)], bytes => ReadDataSet(bytes, syntax)) { AllocatedPerByte = perByte }.Run();
    }

    [Fact]
    public void Files() => new Fuzzing("file", Samples.Files, bytes =>
    {
        try
        {
            Assert.True(FileMetaInformation.TryRead(bytes, true, out var meta));
            Assert.InRange(meta!.DataSetOffset, 0, bytes.Length);
            var syntax = TransferSyntax.Of(meta.TransferSyntaxUid);
            return syntax.IsDeflated ? null : ReadDataSet(bytes[(int)meta.DataSetOffset..], syntax);
        }
        catch (MalformedDataSetException refused)
        {
            return Kind(refused);
        }
    }) { AllocatedPerByte = 128 }.Run();

    [Fact]
    public void Directories() => new Fuzzing("dicomdir", [Samples.Directory], bytes =>
    {
        try
        {
            var directory = DicomDirectory.Read(bytes);
            // Every record has one place, and its way up ends.
            Assert.Equal(directory.Records.Count, directory.Records.Distinct().Count());
            Assert.All(directory.Records, record => Assert.True(record.Parent is null ? directory.Roots.Contains(record) : record.Parent.Children.Contains(record)));
            foreach (var record in directory.Records)
                Assert.True(record.FileId.Locate("/nonexistent") is null);
            return (directory.Records.Count, directory.Roots.Count, directory.Deviations.Count);
        }
        catch (MalformedDataSetException refused)
        {
            return Kind(refused);
        }
    }) { AllocatedPerByte = 256 }.Run();

    [Fact]
    public void Json() => new Fuzzing("json", Samples.Json, bytes =>
    {
        DataSet dataSet;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            dataSet = DicomJson.Read(document.RootElement);
        }
        catch (JsonException refused)
        {
            return refused.Message.Length;
        }

        Assert.Equal(dataSet.Count, WriteAndReadBack(dataSet).Count);
        return dataSet.Count;
    }) { AllocatedPerByte = 256 }.Run();

    private static string ReadDataSet(byte[] bytes, TransferSyntax syntax)
    {
        try
        {
            var reading = DataSetReader.ReadLeniently(bytes, syntax);
            Text(reading.DataSet);
            NativeDicomModel.Write(Stream.Null, reading.DataSet);
            ReadValues(reading.DataSet);
            var scan = Scan(bytes, syntax);
            // The whole reader keeps only what is whole; the scanner names what is cut as well.
            Assert.True(scan is null || scan.Header.Count >= reading.DataSet.Count);
            WriteAndReadBack(reading.DataSet);
            return $"{reading.DataSet.Count} {reading.Deviations.Count} {reading.IsTruncated} {scan?.PixelData?.Fragments.Count}";
        }
        catch (MalformedDataSetException refused)
        {
            return Kind(refused);
        }
    }

    // What was read, however broken, is written as a data set that says the same. As an item: a strange first element would be taken for
    // another coding.
    private static DataSet WriteAndReadBack(DataSet dataSet)
    {
        var syntax = TransferSyntax.ExplicitVRLittleEndian;
        var first = DataSetReader.ReadLeniently(DataSetWriter.ToArray(new DataSet().SetItems(Tags.ReferencedImageSequence, dataSet), syntax), syntax);
        Assert.False(first.IsTruncated);
        var second = DataSetWriter.ToArray(first.DataSet, syntax);
        Assert.Equal(second, DataSetWriter.ToArray(DataSetReader.ReadLeniently(second, syntax).DataSet, syntax));
        return first.DataSet.GetItems(Tags.ReferencedImageSequence)[0];
    }

    private static InstanceScan? Scan(byte[] bytes, TransferSyntax syntax)
    {
        try
        {
            using var scanner = new InstanceScanner(syntax, bulkThreshold: 64);
            scanner.Push(bytes.AsSpan(0, bytes.Length / 3));
            scanner.Push(bytes.AsSpan(bytes.Length / 3));
            var scan = scanner.Complete();
            Assert.True(scan.PixelData is null || FrameIndex.Of(scan)!.Frames.Count <= Math.Max(1, bytes.Length) * 1024);
            return scan;
        }
        catch (MalformedDataSetException)
        {
            return null;
        }
    }

    private static void ReadValues(DataSet dataSet)
    {
        foreach (var element in dataSet)
        {
            dataSet.GetStrings(element.Tag);
            dataSet.GetNumbers(element.Tag);
            dataSet.GetInteger(element.Tag);
            dataSet.GetItems(element.Tag);
        }
    }

    private static string Text(DataSet dataSet)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            DicomJson.Write(json, dataSet);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // Messages hold positions; what stands before tells refusals apart.
    private static string Kind(MalformedDataSetException refused) => refused.Message.Split('(')[0];
}

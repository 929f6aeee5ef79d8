using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Hostile;

/// <summary>Bytes cut at every place, and structures without end: a result or the one exception. Bytes changed at random: <see cref="FuzzTests"/>.</summary>
public class HostileInputTests
{
    public static TheoryData<string> Syntaxes => [.. new[] { "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.50" }];

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void Cut_at_every_offset(string syntax)
    {
        var bytes = Samples.DataSet(TransferSyntax.Of(new Uid(syntax)));
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            Read(cut, syntax);
            // A data set cut inside an element is never taken for whole.
            if (Scan(cut, syntax) is { IsTruncated: false } scan && length > 0)
                Assert.True(scan.Header.Count <= DataSetReader.ReadLeniently(bytes, TransferSyntax.Of(new Uid(syntax))).DataSet.Count);
        }

        Assert.False(Scan(bytes, syntax)!.IsTruncated);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var output = new MemoryStream();
        for (var i = 0; i < 100_000; i++)
            output.Write([0x08, 0x00, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        var problem = Assert.Throws<MalformedDataSetException>(() => DataSetReader.Read(output.ToArray(), TransferSyntax.ExplicitVRLittleEndian));
        Assert.Equal(Tags.ReferencedImageSequence, problem.Tag);
    }

    [Fact]
    public void Elements_without_end_are_refused()
    {
        var limits = new DataSetLimits(MaxElements: 1000);
        using var scanner = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian) { Limits = limits };
        byte[] element = [0x08, 0x00, 0x50, 0x00, (byte)'S', (byte)'H', 0, 0];
        Assert.Throws<MalformedDataSetException>(() =>
        {
            for (var i = 0; i < 1001; i++)
                scanner.Push(element);
        });
    }

    [Fact]
    public void Repeated_elements_cost_no_more_than_others()
    {
        // Smallest Image Pixel Value, whose representation depends on another element, as often as the limit allows: with a search for
        // that element each time this would take hours, so a fault shows as a run that does not end.
        var bytes = new byte[10 * 900_000];
        for (var at = 0; at < bytes.Length; at += 10)
            Convert.FromHexString("28000601020000000100").CopyTo(bytes.AsSpan(at));
        var reading = DataSetReader.ReadLeniently(bytes, TransferSyntax.ImplicitVRLittleEndian);
        Assert.Equal(1, Assert.Single(reading.DataSet).Bytes.Span[0]);
    }

    [Fact]
    public void A_group_length_of_a_wrong_size_does_not_spoil_the_lengths_around_it()
    {
        var item = new DataSet().Set(new DataElement(new Tag(0), VR.UL, new byte[252])).SetString(Tags.ReferencedSOPInstanceUID, "1.2");
        var bytes = DataSetWriter.ToArray(new DataSet().SetItems(Tags.ReferencedImageSequence, item), TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal("1.2", DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian).GetItems(Tags.ReferencedImageSequence)[0].GetString(Tags.ReferencedSOPInstanceUID));
    }

    [Fact]
    public void JSON_text_that_is_no_UTF_8_is_refused()
    {
        byte[] bytes = [.. "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"A"u8, 0xFF, .. "\"}]}}"u8];
        using var json = JsonDocument.Parse(bytes);
        Assert.Throws<JsonException>(() => DicomJson.Read(json.RootElement));
    }

    [Fact]
    public void A_deflate_bomb_is_stopped()
    {
        var bomb = new MemoryStream();
        using (var deflater = new System.IO.Compression.DeflateStream(bomb, System.IO.Compression.CompressionLevel.Fastest, true))
        {
            deflater.Write([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xF0, 0xFF, 0xFF, 0xFF]);
            deflater.Write(new byte[40 << 20]);
        }

        using var scanner = new InstanceScanner(TransferSyntax.DeflatedExplicitVRLittleEndian) { Limits = new DataSetLimits(MaxInflatedBytes: 1 << 20) };
        Assert.Throws<MalformedDataSetException>(() => scanner.Push(bomb.ToArray()));
        Assert.Throws<MalformedDataSetException>(() => DataSetReader.ReadLeniently(bomb.ToArray(), TransferSyntax.DeflatedExplicitVRLittleEndian, new DataSetLimits(MaxInflatedBytes: 1 << 20)));
    }

    [Fact]
    public void What_is_read_as_a_whole_inflates_no_further_than_memory_may_be_taken()
    {
        var bomb = new MemoryStream();
        using (var deflater = new System.IO.Compression.DeflateStream(bomb, System.IO.Compression.CompressionLevel.Fastest, true))
        {
            deflater.Write([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0, 0, 0, 6]);
            deflater.Write(new byte[6 << 24]); // 96 MiB
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MalformedDataSetException>(() => DataSetReader.Read(bomb.ToArray(), TransferSyntax.DeflatedExplicitVRLittleEndian));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * DataSetLimits.Default.MaxInlineBytes);
    }

    [Fact]
    public void Changed_beginnings_of_files_are_read_or_refused()
    {
        var file = new System.Buffers.ArrayBufferWriter<byte>();
        FileMetaInformation.Write(file, Uids.CTImageStorage, new Uid("1.2.3"), Uids.ExplicitVRLittleEndian, null);
        var random = new Random(4);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = file.WrittenSpan.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(120, bytes.Length)] = (byte)random.Next(256);
            try
            {
                if (FileMetaInformation.TryRead(bytes.AsSpan(0, random.Next(bytes.Length + 1)), random.Next(2) == 0, out var meta))
                    Assert.InRange(meta!.DataSetOffset, 0, bytes.Length);
            }
            catch (MalformedDataSetException)
            {
                continue;
            }
        }
    }

    private static void Read(ReadOnlyMemory<byte> bytes, string syntax)
    {
        try
        {
            var reading = DataSetReader.ReadLeniently(bytes, TransferSyntax.Of(new Uid(syntax)));
            using var json = new Utf8JsonWriter(Stream.Null);
            DicomJson.Write(json, reading.DataSet);
            foreach (var element in reading.DataSet)
            {
                reading.DataSet.GetStrings(element.Tag);
                reading.DataSet.GetNumbers(element.Tag);
                reading.DataSet.GetInteger(element.Tag);
                reading.DataSet.GetItems(element.Tag);
            }
        }
        catch (MalformedDataSetException)
        {
            return;
        }
    }

    private static InstanceScan? Scan(ReadOnlyMemory<byte> bytes, string syntax)
    {
        try
        {
            using var scanner = new InstanceScanner(TransferSyntax.Of(new Uid(syntax)), bulkThreshold: 64);
            scanner.Push(bytes.Span[..(bytes.Length / 2)]);
            scanner.Push(bytes.Span[(bytes.Length / 2)..]);
            var scan = scanner.Complete();
            Assert.True(scan.PixelData is null || FrameIndex.Of(scan)!.Frames.Count <= bytes.Length * 1024);
            return scan;
        }
        catch (MalformedDataSetException)
        {
            return null;
        }
    }
}

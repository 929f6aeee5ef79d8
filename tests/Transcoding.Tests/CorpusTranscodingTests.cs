using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Public files in every transfer syntax we write: the same pixels, the same header but for what the syntax changes.</summary>
public sealed class CorpusTranscodingTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>
{
    private static readonly string[] Targets =
    [
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202",
    ];

    private static readonly HashSet<Tag> Changed =
    [
        Tags.PixelData, Tags.PhotometricInterpretation, Tags.PlanarConfiguration, Tags.BitsAllocated, Tags.BitsStored, Tags.HighBit,
        Tags.ExtendedOffsetTable, Tags.ExtendedOffsetTableLengths, Tags.LossyImageCompression,
    ];

    private readonly Archive _archive = fixture.Archive;

    public static TheoryData<string> Files => new(
    [
        "ts/stack-5frames/native.dcm", "ts/stack-5frames/j2k-90.dcm", "ts/stack-5frames/jls-80.dcm", "ts/stack-5frames/rle.dcm", "ts/stack-5frames/ht-202.dcm",
        "ts/stack-5frames/jpegll-70.dcm", "ts/fragmented/mr-j2k-frag-048.dcm", "ts/fragmented/mr-jpegll-frag-096.dcm",
        .. Corpus.IsPresent ? FilesIn("ts/be", 3).Concat(FilesIn("modality/us", 2)).Concat(FilesIn("modality/mr", 1)).Concat(FilesIn("modality/ct", 1)).Concat(FilesIn("modality/cr", 1)) : [],
    ]);

    [CorpusTheory]
    [MemberData(nameof(Files))]
    public async Task The_same_image_in_every_syntax(string path)
    {
        var file = await File.ReadAllBytesAsync(Corpus.PathOf(path));
        var original = SentFile.Read(file);
        var stored = await _archive.StoreAsync(file);
        var expected = original.Frames();
        foreach (var uid in Targets)
        {
            var target = TransferSyntax.Of(new Uid(uid));
            if (original.Header.GetInteger(Tags.BitsAllocated) > 16 && uid.StartsWith("1.2.840.10008.1.2.4.", StringComparison.Ordinal))
            {
                await Assert.ThrowsAsync<Imaging.Codecs.UndecodableFrameException>(() => SendAsync(_archive, stored, target));
                continue;
            }

            var sent = SentFile.Read(await SendAsync(_archive, stored, target));
            Assert.Equal(uid, sent.Meta.TransferSyntaxUid.Value);
            Assert.DoesNotContain(sent.Scan.Deviations, deviation => original.Scan.Deviations.All(known => known.Tag != deviation.Tag));
            var frames = sent.Frames();
            Assert.Equal(expected.Count, frames.Count);
            for (var i = 0; i < frames.Count; i++)
            {
                Assert.Equal(expected[i].Description with { BitsAllocated = frames[i].Description.BitsAllocated, HighBit = frames[i].Description.HighBit }, frames[i].Description);
                Assert.Equal(Values(expected[i]), Values(frames[i]));
            }

            CompareHeaders(original.Header, sent.Header, uid);
        }
    }

    [CorpusFact]
    public async Task Lossy_only_where_it_is_allowed_and_marked_then()
    {
        var file = await File.ReadAllBytesAsync(Corpus.PathOf(FilesIn("modality/us", 1).First()));
        var baseline = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50"));
        Assert.False(_archive.Get<InstanceTranscoder>().CanTranscode(TransferSyntax.ExplicitVRLittleEndian, baseline));
        await using var lenient = await Archive.StartAsync(new TranscodingOptions { AllowLossy = true });
        var stored = await lenient.StoreAsync(file);
        if (stored.TransferSyntaxUid == baseline.Uid)
            return;
        var sent = SentFile.Read(await SendAsync(lenient, stored, baseline));
        Assert.Equal("01", sent.Header.GetString(Tags.LossyImageCompression));
        Assert.Equal("ISO_10918_1", sent.Header.GetStrings(Tags.LossyImageCompressionMethod)[^1]);
        Assert.True(double.Parse(sent.Header.GetStrings(Tags.LossyImageCompressionRatio)[^1], System.Globalization.CultureInfo.InvariantCulture) > 1);
        Assert.Equal("DERIVED", sent.Header.GetStrings(Tags.ImageType)[0]);
        Assert.NotEqual(stored.SopInstanceUid, sent.Header.GetUid(Tags.SOPInstanceUID));
        Assert.Equal(sent.Meta.SopInstanceUid, sent.Header.GetUid(Tags.SOPInstanceUID));
        Assert.Equal(stored.SopInstanceUid.Value, sent.Header.GetItems(Tags.SourceImageSequence)[0].GetString(Tags.ReferencedSOPInstanceUID));
    }

    /// <summary>The file as it would leave.</summary>
    internal static async Task<byte[]> SendAsync(Archive archive, Storage.Retrieve.StoredInstance stored, TransferSyntax target)
    {
        await using var body = await archive.Get<InstanceTranscoder>().TranscodeAsync(stored, target, CancellationToken.None);
        using var output = new MemoryStream();
        var pipe = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        await body.WriteAsync(pipe, CancellationToken.None);
        await pipe.CompleteAsync();
        Assert.Equal(body.Length ?? output.Length, output.Length);
        return output.ToArray();
    }

    private static void CompareHeaders(DataSet original, DataSet sent, string target)
    {
        foreach (var element in original.Where(element => !element.Tag.IsGroupLength && !Changed.Contains(element.Tag)))
        {
            var other = sent[element.Tag];
            Assert.True(other is not null || element.IsEmpty, $"{element.Tag} is missing in {target}");
            if (other is null || element.Items is not null || element.Bulk is not null)
                continue;
            if (target != "1.2.840.10008.1.2.2" && element.VR == other.VR)
                Assert.True(other.Span.TrimEnd((byte)0).TrimEnd((byte)' ').SequenceEqual(element.Span.TrimEnd((byte)0).TrimEnd((byte)' ')), $"{element.Tag} changed in {target}");
        }
    }

    private static long[] Values(Imaging.Codecs.DecodedFrame frame)
    {
        var (d, bytes) = (frame.Description, frame.Samples.ToArray());
        var size = d.BitsAllocated / 8;
        var values = new long[bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            long value = 0;
            for (var b = 0; b < size; b++)
                value |= (long)bytes[(i * size) + b] << (8 * b);
            var unused = 64 - d.BitsStored;
            values[i] = d.IsSigned ? value << unused >> unused : (long)((ulong)value << unused >> unused);
        }

        return values;
    }

    private static IEnumerable<string> FilesIn(string folder, int count) => Directory.EnumerateFiles(Corpus.PathOf(folder), "*.dcm", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Where(file => new FileInfo(file).Length < 1 << 20 && SentFile.Read(File.ReadAllBytes(file)).Scan.PixelData is { Length: > 0 })
        .Take(count)
        .Select(file => Path.GetRelativePath(Corpus.Directory, file));
}

using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Copies in the form their IODs ask for, where the codestream had another.</summary>
public sealed class CorpusFormTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sent-form-").FullName;

    [CorpusFact]
    public async Task Colour_of_JPEG_with_loss_becomes_RGB_as_DCMTK_makes_it()
    {
        var path = Corpus.PathOf("ts/jpeg/us-30frames-ybr422.dcm");
        var sent = await SendAsync(await File.ReadAllBytesAsync(path), TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal("RGB", sent.Header.GetString(Tags.PhotometricInterpretation));
        Assert.Equal(0, sent.Header.GetInteger(Tags.PlanarConfiguration));
        Assert.Equal("01", sent.Header.GetString(Tags.LossyImageCompression));

        var plain = Path.Combine(_folder, "plain.dcm");
        await OtherToolsTests.RunAsync("dcmdjpeg", path, plain);
        var (ours, theirs) = (sent.Frames(), SentFile.Read(await File.ReadAllBytesAsync(plain)).Frames());
        Assert.Equal(theirs.Select(frame => frame.Description), ours.Select(frame => frame.Description));
        for (var i = 0; i < ours.Count; i++)
            Assert.InRange(Distance(ours[i].Samples.Span, theirs[i].Samples.Span), 0, 2);
    }

    [CorpusFact]
    public async Task Colour_by_plane_stays_by_plane()
    {
        var file = await File.ReadAllBytesAsync(Corpus.PathOf("ts/rle/us-ybrfull-planar1-rle.dcm"));
        var sent = await SendAsync(file, TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal("YBR_FULL", sent.Header.GetString(Tags.PhotometricInterpretation));
        Assert.Equal(1, sent.Header.GetInteger(Tags.PlanarConfiguration));
        Assert.Equal(SentFile.Read(file).Frames()[0].Samples.ToArray(), sent.Frames()[0].Samples.ToArray());
    }

    [CorpusFact]
    public async Task Segments_of_one_bit_are_sent_as_bits_or_not_at_all()
    {
        var file = await File.ReadAllBytesAsync(Corpus.PathOf("ts/j2k/seg-1bit-j2k.dcm"));
        var (original, sent) = (SentFile.Read(file), await SendAsync(file, TransferSyntax.ExplicitVRLittleEndian));
        Assert.Equal([1, 1, 0], new[] { Tags.BitsAllocated, Tags.BitsStored, Tags.HighBit }.Select(sent.Header.GetInteger).Select(number => number!.Value));
        Assert.Equal(original.Frames().SelectMany(frame => frame.Samples.ToArray()), sent.Frames().SelectMany(frame => SingleBitsTests.Bits(frame.Samples.ToArray())));
        await Assert.ThrowsAsync<UndecodableFrameException>(() => SendAsync(file, TransferSyntax.Of(new Uid("1.2.840.10008.1.2.5"))));

        var stored = await fixture.Archive.StoreAsync(file);
        var found = new FoundInstance(stored, await fixture.Archive.Get<IInstanceRetrieve>().FramesAsync(stored, default));
        var frame = await fixture.Archive.Get<FrameSamples>().DecodeAsync(found, 1, default);
        Assert.Equal(original.Frames()[0].Samples.ToArray(), SingleBitsTests.Bits(frame.ToArray()).Take(original.Frames()[0].Samples.Length));
    }

    [CorpusFact]
    public async Task A_copy_with_loss_lists_what_it_came_from_beside_what_was_listed()
    {
        var whole = await File.ReadAllBytesAsync(Corpus.PathOf("modality/sm/sm-25tiles.dcm"));
        FileMetaInformation.TryRead(whole, true, out var meta);
        var dataSet = DataSetReader.ReadLeniently(whole.AsMemory((int)meta!.DataSetOffset), TransferSyntax.ExplicitVRLittleEndian).DataSet;
        var (series, image) = (dataSet.GetUid(Tags.SeriesInstanceUID), dataSet.GetUid(Tags.SOPInstanceUID));
        dataSet.Set(new DataElement(Tags.ReferencedSeriesSequence, new Sequence([Listed("1.2.3", "1.2.3.1"), Listed(series.Value, "1.2.3.2")])));
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, meta.SopClassUid, meta.SopInstanceUid, TransferSyntax.ExplicitVRLittleEndian.Uid, null);
        DataSetWriter.Write(output, dataSet, TransferSyntax.ExplicitVRLittleEndian);

        await using var lenient = await Archive.StartAsync(new TranscodingOptions { AllowLossy = true });
        var stored = await lenient.StoreAsync(output.WrittenSpan.ToArray());
        var sent = SentFile.Read(await CorpusTranscodingTests.SendAsync(lenient, stored, TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50"))));
        Assert.Equal(
            ["1.2.3: 1.2.3.1", $"{series}: 1.2.3.2 {image}"],
            sent.Header.GetItems(Tags.ReferencedSeriesSequence).Select(item =>
                $"{item.GetUid(Tags.SeriesInstanceUID)}: {string.Join(' ', item.GetItems(Tags.ReferencedInstanceSequence).Select(reference => reference.GetUid(Tags.ReferencedSOPInstanceUID)))}"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DataSet Listed(string series, string instance)
    {
        var (reference, item) = (new DataSet(), new DataSet());
        reference.SetString(Tags.ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.77.1.6");
        reference.SetString(Tags.ReferencedSOPInstanceUID, instance);
        item.SetString(Tags.SeriesInstanceUID, series);
        return item.Set(new DataElement(Tags.ReferencedInstanceSequence, new Sequence([reference])));
    }

    private static int Distance(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        Assert.Equal(one.Length, other.Length);
        var greatest = 0;
        for (var i = 0; i < one.Length; i++)
            greatest = Math.Max(greatest, Math.Abs(one[i] - other[i]));
        return greatest;
    }

    private async Task<SentFile> SendAsync(byte[] file, TransferSyntax target) =>
        SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), target));
}

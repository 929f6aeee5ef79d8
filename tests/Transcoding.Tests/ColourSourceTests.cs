using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>Colour of every layout, as it comes from ultrasound: what the codestream holds, what the data set says of it, and what other programs make of it.</summary>
public sealed class ColourSourceTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>, IDisposable
{
    private const int Rows = 22, Columns = 34;
    private const string Rle = "1.2.840.10008.1.2.5", JpegLs = "1.2.840.10008.1.2.4.80", Jpeg2000 = "1.2.840.10008.1.2.4.90", HtJ2k = "1.2.840.10008.1.2.4.202";

    private readonly string _folder = Directory.CreateTempSubdirectory("colour-").FullName;

    public static TheoryData<string, int, string> Sources
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var (photometric, planar) in ((string, int)[])[("RGB", 0), ("RGB", 1), ("YBR_FULL", 0), ("YBR_FULL", 1), ("YBR_FULL_422", 0)])
            {
                foreach (var syntax in (string[])[Rle, JpegLs, Jpeg2000, HtJ2k])
                    data.Add(photometric, planar, syntax);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Colour_keeps_its_meaning_and_every_sample(string photometric, int planar, string uid)
    {
        var (file, pixels) = TestImage.Make(new PixelDescription(Rows, Columns, 1, 3, 8, 8, 7, false, planar, photometric));
        var wanted = Interleaved(pixels, photometric, planar);
        var sent = await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), TransferSyntax.Of(new Uid(uid)));
        var read = SentFile.Read(sent);

        // PS3.5 8.2.4, A.4.4: the reversible transform is for RGB alone and has a name of its own; YBR_FULL_422 says that samples are missing, which they no longer are
        var isTransformed = photometric == "RGB" && (uid is Jpeg2000 or HtJ2k);
        Assert.Equal(isTransformed ? "YBR_RCT" : photometric == "RGB" ? "RGB" : "YBR_FULL", read.Header.GetString(Tags.PhotometricInterpretation));
        Assert.Equal(uid == Rle && photometric == "YBR_FULL" ? planar : 0, read.Header.GetInteger(Tags.PlanarConfiguration)); // of RLE either is true (PS3.5 8.2.2)
        Assert.Equal(wanted, read.Frames()[0].Samples.ToArray());
        var codestream = Codestream(read);
        if (uid is Jpeg2000 or HtJ2k)
            Assert.Equal(isTransformed ? 1 : 0, codestream[codestream.AsSpan().IndexOf((byte[])[0xFF, 0x52]) + 8]); // SGcod, multiple component transformation
        Assert.Equal(wanted, uid switch
        {
            HtJ2k => await OpenJpegAsync(codestream),
            Jpeg2000 => await PlainAsync("gdcmconv", "--raw", sent),
            JpegLs => await PlainAsync("dcmdjpls", null, sent),
            _ => await PlainAsync("dcmdrle", null, sent),
        });
    }

    [Theory]
    [InlineData("YBR_FULL", 1)]
    [InlineData("YBR_FULL_422", 0)]
    public async Task Ultrasound_in_YBR_FULL_goes_out_by_plane_or_not_at_all(string photometric, int planar)
    {
        var (file, pixels) = TestImage.Make(new PixelDescription(Rows, Columns, 1, 3, 8, 8, 7, false, planar, photometric), Uids.UltrasoundImageStorage);
        var stored = await fixture.Archive.StoreAsync(file);
        var sent = SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, stored, TransferSyntax.Of(new Uid(Rle))));
        Assert.Equal("YBR_FULL", sent.Header.GetString(Tags.PhotometricInterpretation));
        Assert.Equal(1, sent.Header.GetInteger(Tags.PlanarConfiguration));
        Assert.Equal(Interleaved(pixels, photometric, planar), sent.Frames()[0].Samples.ToArray());
        foreach (var uid in (string[])[JpegLs, Jpeg2000, HtJ2k])
            await Assert.ThrowsAsync<UndecodableFrameException>(() => CorpusTranscodingTests.SendAsync(fixture.Archive, stored, TransferSyntax.Of(new Uid(uid))));
    }

    [Theory]
    [InlineData(Rle)]
    [InlineData(JpegLs)]
    [InlineData(Jpeg2000)]
    [InlineData(HtJ2k)]
    public async Task Ultrasound_that_came_by_pixel_against_its_IOD_goes_out_as_it_came(string uid)
    {
        var (file, pixels) = TestImage.Make(new PixelDescription(Rows, Columns, 1, 3, 8, 8, 7, false, 0, "YBR_FULL"), Uids.UltrasoundMultiFrameImageStorage);
        var sent = SentFile.Read(await CorpusTranscodingTests.SendAsync(fixture.Archive, await fixture.Archive.StoreAsync(file), TransferSyntax.Of(new Uid(uid))));
        Assert.Equal(0, sent.Header.GetInteger(Tags.PlanarConfiguration));
        Assert.Equal(pixels, sent.Frames()[0].Samples.ToArray());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Interleaved(byte[] pixels, string photometric, int planar)
    {
        var wanted = new byte[Rows * Columns * 3];
        for (var i = 0; i < Rows * Columns; i++)
        {
            for (var c = 0; c < 3; c++)
            {
                wanted[(i * 3) + c] = photometric == "YBR_FULL_422" ? pixels[(i / 2 * 4) + (c == 0 ? i % 2 : c + 1)]
                    : planar == 1 ? pixels[(c * Rows * Columns) + i] : pixels[(i * 3) + c];
            }
        }

        return wanted;
    }

    private static byte[] Codestream(SentFile file) =>
        [.. FrameIndex.Of(file.Scan)!.Frames[0].SelectMany(run => file.DataSet[(int)run.Offset..(int)run.End])];

    private async Task<byte[]> OpenJpegAsync(byte[] codestream)
    {
        var (coded, picture) = (Path.Combine(_folder, "frame.j2k"), Path.Combine(_folder, "frame.ppm"));
        await File.WriteAllBytesAsync(coded, codestream);
        await OtherToolsTests.RunAsync("opj_decompress", "-i", coded, "-o", picture);
        return (await File.ReadAllBytesAsync(picture))[^(Rows * Columns * 3)..];
    }

    private async Task<byte[]> PlainAsync(string tool, string? option, byte[] sent)
    {
        var (coded, plain) = (Path.Combine(_folder, "coded.dcm"), Path.Combine(_folder, "plain.dcm"));
        await File.WriteAllBytesAsync(coded, sent);
        await OtherToolsTests.RunAsync(tool, [.. option is null ? Array.Empty<string>() : [option], coded, plain]);
        return SentFile.Read(await File.ReadAllBytesAsync(plain)).Frames()[0].Samples.ToArray();
    }
}

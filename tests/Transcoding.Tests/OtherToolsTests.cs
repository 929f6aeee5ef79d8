using System.Diagnostics;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.TestKit;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>What we write, read by DCMTK, GDCM and OpenJPEG's program.</summary>
public sealed class OtherToolsTests(ArchiveFixture fixture) : IClassFixture<ArchiveFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("other-tools-").FullName;

    public static TheoryData<string, string, int, int, bool, int> Images
    {
        get
        {
            var data = new TheoryData<string, string, int, int, bool, int>();
            foreach (var (uid, tool) in ((string, string)[])[("1.2.840.10008.1.2.5", "dcmdrle"), ("1.2.840.10008.1.2.4.80", "dcmdjpls"), ("1.2.840.10008.1.2.4.90", "gdcmconv")])
            {
                data.Add(uid, tool, 16, 16, true, 1);
                data.Add(uid, tool, 16, 12, false, 1);
                data.Add(uid, tool, 8, 8, false, 1);
                data.Add(uid, tool, 8, 8, false, 3);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public async Task A_multi_frame_image_comes_back_bit_for_bit(string uid, string tool, int allocated, int stored, bool isSigned, int samples)
    {
        var description = new PixelDescription(61, 83, 3, samples, allocated, stored, stored - 1, isSigned, 0, samples == 1 ? "MONOCHROME2" : "RGB");
        var (file, pixels) = TestImage.Make(description);
        var instance = await fixture.Archive.StoreAsync(file);
        var (coded, plain) = (Path.Combine(_folder, "coded.dcm"), Path.Combine(_folder, "plain.dcm"));
        await File.WriteAllBytesAsync(coded, await CorpusTranscodingTests.SendAsync(fixture.Archive, instance, TransferSyntax.Of(new Uid(uid))));
        await RunAsync(tool, tool == "gdcmconv" ? ["--raw", coded, plain] : [coded, plain]);
        var frames = SentFile.Read(await File.ReadAllBytesAsync(plain)).Frames();
        Assert.Equal(pixels, frames.SelectMany(frame => frame.Samples.ToArray()));
    }

    [Theory]
    [InlineData(8, 1, "pgm")]
    [InlineData(16, 1, "pgm")]
    [InlineData(8, 3, "ppm")]
    public async Task HTJ2K_is_read_by_OpenJPEGs_program(int allocated, int samples, string kind)
    {
        var description = new PixelDescription(61, 83, 1, samples, allocated, allocated, allocated - 1, false, 0, samples == 1 ? "MONOCHROME2" : "RGB");
        var (_, pixels) = TestImage.Make(description);
        var coded = FrameEncoder.Encode(new DecodedFrame(description, pixels), TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.202")));
        var (codestream, picture) = (Path.Combine(_folder, "frame.j2k"), Path.Combine(_folder, "frame." + kind));
        await File.WriteAllBytesAsync(codestream, coded.Bytes);
        await RunAsync("opj_decompress", "-i", codestream, "-o", picture);
        var read = (await File.ReadAllBytesAsync(picture))[^pixels.Length..];
        if (allocated == 16)
            ByteOrder.Reverse(read, 2); // PNM is big endian
        Assert.Equal(pixels, read);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool.Require(program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output}{await errors}");
    }
}

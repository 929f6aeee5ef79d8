using System.Security.Cryptography;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Overlays;
using ImagingGateway.Imaging.Rendering.Presentation;
using ImagingGateway.Imaging.Rendering.Scaling;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Every image of the public files rendered: colour against other tools, and nothing ever fails badly.</summary>
public sealed class CorpusRenderingTests
{
    public static TheoryData<string> Coloured => new(Corpus.IsPresent
        ? ExpectedPixels.ByPath.Where(lines => lines.First() is { RgbBits: 8 } && !NotDecodable.Files.ContainsKey(lines.Key)
            && !NotDecodable.MisdeclaredColour.Contains(lines.Key) && !NotDecodable.Frames.Keys.Any(frame => frame.Path == lines.Key)).Select(lines => lines.Key)
        : []);

    [CorpusTheory]
    [MemberData(nameof(Coloured))]
    public void Colours_are_those_of_other_tools(string path)
    {
        var image = CorpusImage.Open(path)!;
        var expected = ExpectedPixels.ByPath[path].First();
        var (sum, count) = (0L, 0L);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var frame = 0; frame < image.FrameCount; frame++)
        {
            var raster = image.Rasterize(frame);
            Assert.Equal(3, raster.Channels);
            hash.AppendData(raster.Pixels, 0, raster.Length);
            foreach (var sample in raster.Pixels.AsSpan(0, raster.Length))
                sum += sample;
            count += raster.Length;
        }

        // conversions from YBR, straight segments of palettes and lossy codecs round differently
        Assert.Equal(expected.RgbMean, (double)sum / count, 0.5);
        if (expected.IsExact && expected.RgbHow != "ybr601" && !path.Contains("segmented", StringComparison.Ordinal))
            Assert.Equal(expected.RgbHash, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [CorpusTheory]
    [InlineData("ts/ct-one-slice/ct-j2k-lossless.dcm", 3, 2)]
    [InlineData("ts/wg04/US1_J2KR", 2, 1)]
    [InlineData("ts/jpeg/rgb-jpeg-extended-8bit.dcm", 3, 2)]
    [InlineData("ts/j2k/ct1-tiles.dcm", 3, 0)] // no window: the values must be seen unblended to find one
    public void A_thumbnail_decodes_little_and_looks_the_same(string path, int halvings, int expectedReduction)
    {
        var image = CorpusImage.Open(path)!;
        var viewport = new Viewport(image.Description.Columns >> halvings, image.Description.Rows >> halvings);
        var quick = image.Rasterize(0, viewport);
        Assert.Equal((image.Description.Columns - 1 >> expectedReduction) + 1, quick.Width);
        var thumbnail = ViewportFit.Fit(quick, viewport, 1);
        var slow = ViewportFit.Fit(image.Rasterize(0), viewport, 1);
        Assert.InRange(thumbnail.Pixels.AsSpan(0, slow.Length).ToArray().Zip(slow.Pixels, (a, b) => Math.Abs(a - b)).Average(), 0, 10);
    }

    [CorpusTheory]
    [InlineData("lut/ct-overlay-study1.dcm")]
    [InlineData("lut/overlay-4planes.dcm")]
    [InlineData("lut/made/overlay-offset-negative.dcm")]
    [InlineData("lut/made/overlay-too-short.dcm")]
    [InlineData("photometric/made/mono12-overlay-in-high-bits.dcm")]
    public void Overlays_are_white_where_their_bits_are_set_and_nowhere_else(string path)
    {
        var image = CorpusImage.Open(path)!;
        var (without, with) = (image.Rasterize(0).Pixels, image.Rasterize(0, overlays: OverlayDisplay.Graphics).Pixels);
        var expected = without.ToArray();
        var columns = image.Description.Columns;
        for (ushort group = 0x6000; group <= 0x6006; group += 2)
        {
            long At(ushort element, int index = 0) => (long)(image.Header.GetNumbers(new Tag(group, element)) is { } values && index < values.Count ? values[index] : 0);
            var data = image.Header[new Tag(group, 0x3000)]?.Bytes.ToArray();
            for (var i = 0; i < At(0x10) * At(0x11); i++)
            {
                var isSet = data is not null
                    ? i / 8 < data.Length && ((data[i / 8] >> (i % 8)) & 1) == 1
                    : ((BitConverter.ToUInt16(image.Frame(0).Span[(2 * i)..]) >> (int)At(0x102)) & 1) == 1;
                var (row, column) = (At(0x50) - 1 + (i / At(0x11)), At(0x50, 1) - 1 + (i % At(0x11)));
                if (isSet && row >= 0 && row < image.Description.Rows && column >= 0 && column < columns)
                    expected[(row * columns) + column] = 255;
            }
        }

        Assert.NotEqual(without, expected);
        Assert.Equal(expected, with);
    }

    /// <summary>It has rescale, no VOI, and shape IDENTITY: the whole range of what could be stored from black to white.</summary>
    [CorpusFact]
    public void A_presentation_state_of_another_tool_is_shown_as_it_says()
    {
        var image = CorpusImage.Open("ts/wg04/CT1_UNC")!;
        var file = File.ReadAllBytes(Corpus.PathOf("modality/pr/gsps-ct1.dcm"));
        Assert.True(FileMetaInformation.TryRead(file, true, out var meta));
        using var scanner = new InstanceScanner(TransferSyntax.Of(meta!.TransferSyntaxUid), 1 << 20);
        scanner.Push(file.AsSpan((int)meta.DataSetOffset));
        var state = PresentationState.Read(scanner.Complete().Header)!;
        Assert.True(Assert.Single(state.Images).Covers(image.Header.GetUid(Tags.SOPInstanceUID), 1));
        var (least, most) = image.Description.IsSigned ? (-32768, 32767) : (0, (1 << image.Description.BitsStored) - 1);
        var samples = image.Decode(0).Samples.ToArray();
        var expected = Enumerable.Range(0, samples.Length / 2)
            .Select(i => ((image.Description.IsSigned ? BitConverter.ToInt16(samples, 2 * i) : BitConverter.ToUInt16(samples, 2 * i)) - least) * 255.0 / (most - least)).ToArray();
        var shown = image.Show(0, state).Pixels;
        Assert.All(expected.Zip(shown), pair => Assert.InRange(pair.Second - pair.First, -0.51, 0.51));
    }

    [CorpusFact]
    [Trait("Category", "Slow")]
    public void Every_file_becomes_a_thumbnail_or_a_sentence()
    {
        var thumbnail = new Viewport(64, 64);
        var (rendered, refused, withoutImage) = (0, new List<string>(), 0);
        foreach (var line in File.ReadLines(Corpus.PathOf("manifest.tsv")).Skip(1))
        {
            var path = line.Split('\t')[0];
            try
            {
                if (CorpusImage.Open(path) is not { FrameCount: > 0 } image)
                {
                    withoutImage++;
                    continue;
                }

                var raster = ViewportFit.Fit(image.Rasterize(0, thumbnail, OverlayDisplay.All), thumbnail, 1);
                Assert.Equal([0xFF, 0xD8], FrameRenderer.Write(raster, RenderedMediaType.Jpeg, 70).Bytes[..2]);
                rendered++;
            }
            catch (MalformedDataSetException)
            {
                withoutImage++;
            }
            catch (UndecodableFrameException)
            {
                refused.Add(path);
            }
        }

        Assert.Equal(NotDecodable.WithoutThumbnail, refused.Order(StringComparer.Ordinal));
        Assert.True(rendered >= LeastRendered, $"only {rendered} files rendered, {withoutImage} without image");
    }

    private const int LeastRendered = 761;
}

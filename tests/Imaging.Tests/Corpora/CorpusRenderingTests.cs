using System.Security.Cryptography;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
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

                var raster = ViewportFit.Fit(image.Rasterize(0, thumbnail), thumbnail, 1);
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

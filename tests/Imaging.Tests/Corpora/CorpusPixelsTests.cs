using System.Globalization;
using System.Security.Cryptography;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Every image of the public files against what independent tools decoded.</summary>
public sealed class CorpusPixelsTests
{
    /// <summary>One step for 8-bit and 12-bit DCT and for wavelets is rounding; two where chrominance was interpolated.</summary>
    private const int LossyTolerance = 2;

    public static TheoryData<string> Decodable => new(Paths(
        line => line.WasDecoded && !NotDecodable.Files.ContainsKey(line.Path) && !NotDecodable.WithoutImage.Contains(line.Path)));

    public static TheoryData<string> Refused => new(Corpus.IsPresent ? NotDecodable.Files.Keys : []);

    public static TheoryData<string> Undecoded => new(Paths(line => !line.WasDecoded));

    [CorpusTheory]
    [MemberData(nameof(Decodable))]
    public void Samples_are_those_of_other_tools(string path)
    {
        var image = Open(path);
        foreach (var expected in ExpectedPixels.ByPath[path])
        {
            if (NotDecodable.Frames.ContainsKey((path, expected.Frame)))
                Assert.Throws<UndecodableFrameException>(() => image.Decode(int.Parse(expected.Frame, CultureInfo.InvariantCulture)));
            else if (expected.Frame != "all" || !NotDecodable.Frames.Keys.Any(frame => frame.Path == path))
                Compare(image, expected);
        }
    }

    [CorpusTheory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_decoded_says_so(string path)
    {
        var refusal = Assert.Throws<UndecodableFrameException>(() => Open(path).Decode(0));
        Assert.Contains(NotDecodable.Files[path], refusal.Message, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void What_describes_no_image_has_none() => Assert.All(NotDecodable.WithoutImage, path => Assert.Null(CorpusImage.Open(path)));

    [CorpusTheory]
    [MemberData(nameof(Undecoded))]
    public void What_no_tool_could_decode_is_decoded_or_refused_frame_by_frame(string path)
    {
        if (CorpusImage.Open(path) is not { } image)
            return; // no frames at all is an answer, too
        for (var frame = 0; frame < image.FrameCount; frame++)
        {
            try
            {
                Assert.NotEqual(0, image.Decode(frame).Samples.Length);
            }
            catch (UndecodableFrameException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    private static CorpusImage Open(string path) => CorpusImage.Open(path) ?? throw new InvalidOperationException($"no pixel data found in {path}");

    /// <summary>Asserts that a frame, or all, is what another tool decoded.</summary>
    internal static void Compare(CorpusImage image, ExpectedPixels expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var frames = expected.Frame == "all"
            ? Enumerable.Range(0, image.FrameCount)
            : [int.Parse(expected.Frame, CultureInfo.InvariantCulture)];
        foreach (var frame in frames)
        {
            var decoded = image.Decode(frame);
            Assert.Equal((expected.Rows, expected.Columns, expected.Samples), (decoded.Description.Rows, decoded.Description.Columns, decoded.Description.SamplesPerPixel));
            var native = NativeSamples.Of(decoded, expected.Container);
            hash.AppendData(native);
            if (!expected.IsExact && frame == 0 && expected.ReferenceRaster.Length > 0)
                Assert.InRange(expected.GreatestDifference(native), 0, LossyTolerance);
        }

        if (!expected.IsExact)
            return;
        var truth = NotDecodable.Overruled.TryGetValue(expected.Path, out var sister) ? ExpectedPixels.ByPath[sister].First() : expected;
        Assert.Equal(truth.NativeHash, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static IEnumerable<string> Paths(Func<ExpectedPixels, bool> which) => Corpus.IsPresent
        ? ExpectedPixels.ByPath.Where(lines => which(lines.First())).Select(lines => lines.Key)
        : [];
}

using ImagingGateway.Imaging.Tests.Codecs;

using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Seeded damage to codestreams that we cannot write ourselves.</summary>
public sealed class CorpusMutationTests
{
    [CorpusTheory]
    [InlineData("ts/stack-5frames/j2k-90.dcm")]
    [InlineData("ts/stack-5frames/ht-202.dcm")]
    [InlineData("ts/stack-5frames/jpegll-70.dcm")]
    [InlineData("ts/stack-5frames/jpeg12-51.dcm")]
    [InlineData("ts/jpeg/rgb-lossless-gdcm.dcm")]
    [InlineData("ts/j2k/seg-1bit-j2k.dcm")]
    [InlineData("quirks/made/encap-progressive-under-baseline.dcm")]
    public void Damaged_frames_of_others(string path)
    {
        var image = CorpusImage.Open(path)!;
        for (var seed = 0; seed < 200; seed++)
            Mutation.DecodeDamaged(image.Description, image.Frame(0), image.Syntax, seed);
    }
}

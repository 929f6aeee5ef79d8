using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>A theory over the public files; without them skipped and said so, in CI run and failing.</summary>
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    public CorpusTheoryAttribute()
    {
        if (!Corpus.IsPresent && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "No corpus here: set CORPUS_DIR.";
    }
}

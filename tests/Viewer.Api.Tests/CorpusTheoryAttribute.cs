using ImagingGateway.TestKit;

namespace ImagingGateway.Viewer.Api.Tests;

/// <summary>A theory over the public files: skipped and said so on a laptop without them, run (and failing) in CI.</summary>
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    public CorpusTheoryAttribute()
    {
        if (!Corpus.IsPresent && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "No corpus here: set CORPUS_DIR.";
    }
}

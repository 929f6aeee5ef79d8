using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests;

/// <summary>A fact over the public files; see <see cref="CorpusTheoryAttribute"/>.</summary>
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (!Corpus.IsPresent && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "No corpus here: set CORPUS_DIR.";
    }
}

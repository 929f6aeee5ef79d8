using Xunit;

namespace ImagingGateway.TestKit;

/// <summary>
/// A fact over the public files. Where they are not, <c>./test</c> leaves classes named Corpus… out and says so; run by hand, the skip is visible.
/// </summary>
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (!Corpus.IsPresent)
            Skip = "No corpus here: set CORPUS_DIR.";
    }
}

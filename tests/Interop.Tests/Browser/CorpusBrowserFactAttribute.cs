using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>A fact that shows public files in Chromium; skipped on a laptop that lacks either.</summary>
public sealed class CorpusBrowserFactAttribute : FactAttribute
{
    public CorpusBrowserFactAttribute()
    {
        if ((!Corpus.IsPresent || Tool.PathOf("chromium") is null) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "Needs Chromium (./test installs it) and the corpus (set CORPUS_DIR).";
    }
}

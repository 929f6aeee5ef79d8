using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Every file of the corpus in one table, which the conformance statement shows. It is written anew under <c>GATEWAY_WRITE_TABLE=1</c>.</summary>
[Trait("Category", "Slow")]
public sealed class CorpusTableTests
{
    private const string Begin = "<!-- what is supported: made by CorpusTableTests, do not edit -->\n", End = "<!-- end of what is supported -->";

    [CorpusFact]
    public void The_conformance_statement_says_what_the_tests_find()
    {
        var paths = File.ReadLines(Corpus.PathOf("manifest.tsv")).Skip(1).Select(line => line.Split('\t')[0]).ToList();
        var outcomes = new CorpusFileOutcome[paths.Count];
        Parallel.For(0, paths.Count, i => outcomes[i] = CorpusFileOutcome.Of(paths[i]));
        var statement = Path.Combine(Root(), "docs", "conformance-statement.md");
        var text = File.ReadAllText(statement);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, "the markers are missing in docs/conformance-statement.md");
        var found = SupportTable.Of(outcomes);
        if (Environment.GetEnvironmentVariable("GATEWAY_WRITE_TABLE") == "1")
            File.WriteAllText(statement, text[..begin] + found + text[end..]);
        else
            Assert.Equal(text[begin..end], found);
        // What the standard has, is read, and what is read can be shown as JSON.
        Assert.All(outcomes.Where(outcome => outcome.IsRead), outcome => Assert.True(outcome.IsJson, outcome.Path));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ImagingGateway.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run inside a checkout.");
    }
}

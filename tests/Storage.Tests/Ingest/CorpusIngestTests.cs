using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>Every public file through the door and out again.</summary>
public sealed class CorpusIngestTests
{
    [Fact]
    public async Task Every_composite_instance_of_the_corpus_is_kept_byte_for_byte()
    {
        if (!Corpus.IsPresent)
        {
            Assert.NotEqual("true", Environment.GetEnvironmentVariable("CI"));
            return;
        }

        await using var archive = await Archive.StartAsync();
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        var refused = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Corpus.Directory, "*", SearchOption.AllDirectories).Where(IsInstance))
        {
            var outcome = await archive.StoreFileAsync(await File.ReadAllBytesAsync(path));
            if (outcome is IngestOutcome.Stored instance)
                stored.TryAdd($"{instance.SopInstanceUid}", path);
            else
                refused.Add($"{Path.GetRelativePath(Corpus.Directory, path)}: {((IngestOutcome.Refused)outcome).Text}");
        }

        await archive.PublishedAsync();
        Assert.Equal(0, archive.Spool.WaitingInstances);
        var found = await archive.LocateAsync(new RetrieveScope([], [], [.. stored.Keys.Select(uid => new ImagingGateway.Dicom.Values.Uid(uid))]));
        Assert.Equal(stored.Count, found.Count);
        foreach (var instance in found)
            Assert.Equal(await File.ReadAllBytesAsync(stored[instance.SopInstanceUid.Value]), await archive.ReadFileAsync(instance));

        // what the door refuses is odd or hostile on purpose, or lacks an identity
        Assert.All(refused, line => Assert.True(line.StartsWith("quirks/", StringComparison.Ordinal) || line.StartsWith("dicomdir/", StringComparison.Ordinal) || line.Contains("has no", StringComparison.Ordinal), line));
        Assert.True(stored.Count > 500, $"{stored.Count} stored, {refused.Count} refused");
    }

    private static bool IsInstance(string path) =>
        !path.Contains("/expected/", StringComparison.Ordinal) && !path.Contains("/LICENCES/", StringComparison.Ordinal)
        && Path.GetExtension(path) is not (".tsv" or ".md" or ".json" or ".txt" or ".jsonl")
        && !Path.GetFileName(path).StartsWith("DICOMDIR", StringComparison.OrdinalIgnoreCase);
}

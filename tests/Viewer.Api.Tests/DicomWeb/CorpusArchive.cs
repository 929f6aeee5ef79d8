using ImagingGateway.TestKit;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>
/// Every file of the corpus, sent by STOW-RS. Many files are one instance in several encodings, and an archive keeps the
/// first it gets; so there are as many servers as the most frequent instance has encodings, and each encoding is current in one.
/// </summary>
public sealed class CorpusArchive : IAsyncLifetime
{
    private readonly List<DicomWebServer> _servers = [];

    /// <summary>What was kept, with where to ask for it.</summary>
    internal List<Kept> Instances { get; } = [];

    /// <summary>What was not: path in the corpus, whether its UIDs make it a composite instance, and the status.</summary>
    internal List<(string Path, bool IsComposite, int Status)> Refused { get; } = [];

    public async Task InitializeAsync()
    {
        if (!Corpus.IsPresent)
            return;
        var waiting = File.ReadLines(Corpus.PathOf("manifest.tsv")).Skip(1).Select(line => line.Split('\t')[0]).ToList();
        while (waiting.Count > 0)
        {
            var server = await DicomWebServer.StartAsync();
            _servers.Add(server);
            waiting = await StoreAsync(server, waiting);
            await server.WhenPublishedAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    /// <summary>Stores what this server does not have in another encoding yet; returns the rest.</summary>
    private async Task<List<string>> StoreAsync(DicomWebServer server, List<string> paths)
    {
        var rest = new List<string>();
        var taken = new HashSet<string>();
        foreach (var path in paths)
        {
            var key = InstanceKey.Of(Corpus.PathOf(path));
            if (key is not null && !taken.Add(key))
            {
                rest.Add(path);
                continue;
            }

            var (status, study, series, instance) = await server.StoreAsync(await File.ReadAllBytesAsync(Corpus.PathOf(path)));
            if (instance is null)
                Refused.Add((path, key is not null, status));
            else
                Instances.Add(new Kept(path, server, $"studies/{study}/series/{series}/instances/{instance}", status));
        }

        return rest;
    }

    /// <summary>A corpus file in an archive.</summary>
    internal sealed record Kept(string CorpusPath, DicomWebServer Server, string Path, int Status);
}

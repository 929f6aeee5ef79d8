using ImagingGateway.Storage.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class FolderImportTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public async Task Every_file_below_the_folder_gets_an_answer()
    {
        var made = Enumerable.Range(0, 20).Select(_ => new MadeInstance()).ToList();
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b"));
        for (var i = 0; i < made.Count; i++)
            _folder.File(i % 2 == 0 ? $"IM{i}" : $"a/b/IM{i}.dcm", made[i].File());
        _folder.File("a/notes.txt", "no image"u8.ToArray());
        _folder.File("DICOMDIR", new MadeInstance().File());
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), _folder.Path);

        await using var archive = await Archive.StartAsync();
        var answers = await ImportAsync(archive);
        Assert.Equal(22, answers.Count);
        Assert.Equal(20, answers.Count(answer => answer.Result == ImportResult.Stored));
        var refused = Assert.Single(answers, answer => answer.Result == ImportResult.Refused);
        Assert.Equal(Path.Combine("a", "notes.txt"), refused.RelativePath);
        Assert.Equal(IngestRefusal.NotDicom, refused.Refusal);
        Assert.Equal("DICOMDIR", Assert.Single(answers, answer => answer.Result == ImportResult.Skipped).RelativePath);
        await archive.PublishedAsync();
        foreach (var instance in made)
            Assert.Equal(instance.File(), await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(instance))));
        Assert.Equal(22, Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Count());
    }

    [Fact]
    public async Task Importing_again_changes_nothing()
    {
        var made = new MadeInstance();
        _folder.File("one", made.File());
        await using var archive = await Archive.StartAsync();
        Assert.Equal(ImportResult.Stored, Assert.Single(await ImportAsync(archive)).Result);
        Assert.Equal(ImportResult.Stored, Assert.Single(await ImportAsync(archive)).Result);
        await archive.PublishedAsync();
        Assert.Single(archive.Objects());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told()
    {
        await using var archive = await Archive.StartAsync();
        await Assert.ThrowsAsync<DirectoryNotFoundException>(async () =>
        {
            await foreach (var _ in archive.Get<FolderImport>().ImportAsync("/nowhere/at/all"))
            {
            }
        });
    }

    [Fact]
    public async Task Whoever_stops_reading_stops_the_import()
    {
        for (var i = 0; i < 50; i++)
            _folder.File($"IM{i}", new MadeInstance().File());
        await using var archive = await Archive.StartAsync();
        await foreach (var answer in archive.Get<FolderImport>().ImportAsync(_folder.Path, parallelism: 1))
        {
            Assert.Equal(ImportResult.Stored, answer.Result);
            break;
        }

        await archive.PublishedAsync();
        Assert.InRange(archive.Objects().Count, 1, 49);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<ImportedFile>> ImportAsync(Archive archive)
    {
        var answers = new List<ImportedFile>();
        await foreach (var answer in archive.Get<FolderImport>().ImportAsync(_folder.Path))
            answers.Add(answer);
        return answers;
    }
}

using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance.Exporting;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>Studies go out to a folder with a DICOMDIR and come in again through it.</summary>
public sealed class DiscImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Disc => Path.Combine(_directory.Path, "disc");

    [Fact]
    public async Task What_was_exported_is_imported_by_its_directory_byte_for_byte()
    {
        await using var from = await Archive.StartAsync();
        var made = await FillAsync(from);
        var export = from.Get<StudyExport>();
        Assert.Equal(5, (await export.RunAsync(export.FindAsync("P1", null, null, default), Disc, true, "tester", null, default)).Files);
        var directory = DicomDirectory.Read(await File.ReadAllBytesAsync(Path.Combine(Disc, "DICOMDIR")));
        Assert.Empty(directory.Deviations);
        Assert.Equal(["PATIENT", "STUDY", "SERIES", "IMAGE"], directory.Records.Select(record => record.Type).Distinct());
        Assert.Equal(5, directory.Records.Count(record => record.Type == "IMAGE"));
        Assert.All(directory.Records.Where(record => record.Type == "IMAGE"), record => Assert.NotNull(record.FileId.Locate(Disc)));

        await using var to = await Archive.StartAsync();
        var results = await ImportAsync(to, Path.Combine(Disc, "DICOMDIR"), null);
        Assert.Equal(5, results.Count(result => result.Result == ImportResult.Stored));
        await to.PublishedAsync();
        foreach (var instance in made)
        {
            var file = Assert.Single(await to.LocateAsync(instance), found => found.SopInstanceUid.Value == instance.Sop);
            Assert.Equal(instance.DataSet(), (await to.ReadFileAsync(file))[^instance.DataSet().Length..]);
        }
    }

    [Fact]
    public async Task A_file_the_directory_names_but_the_disc_lacks_is_told()
    {
        await using var archive = await Archive.StartAsync();
        await FillAsync(archive);
        var export = archive.Get<StudyExport>();
        await export.RunAsync(export.FindAsync("P1", null, null, default), Disc, true, "tester", null, default);
        File.Delete(Directory.EnumerateFiles(Disc, "IM*", SearchOption.AllDirectories).First());
        var results = await ImportAsync(archive, Path.Combine(Disc, "DICOMDIR"), null);
        Assert.Equal(4, results.Count(result => result.Result == ImportResult.Stored));
        Assert.Contains("not on the disc", Assert.Single(results, result => result.Result == ImportResult.Unreadable).Reason, StringComparison.Ordinal);
    }

    [ToolFact("dcmdump")]
    public async Task DCMTK_reads_the_directory()
    {
        await using var archive = await Archive.StartAsync();
        await FillAsync(archive);
        var export = archive.Get<StudyExport>();
        await export.RunAsync(export.FindAsync("P1", null, null, default), Disc, true, "tester", null, default);
        using var dump = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Tool.Require("dcmdump"), ["+P", "0004,1500", Path.Combine(Disc, "DICOMDIR")])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = dump.StandardError.ReadToEndAsync();
        var lines = (await dump.StandardOutput.ReadToEndAsync()).Split('\n').Count(line => line.Contains("DICOM\\ST00000", StringComparison.Ordinal));
        await dump.WaitForExitAsync();
        Assert.Equal((0, "", 5), (dump.ExitCode, await errors, lines));
    }

    [Fact]
    public async Task An_interrupted_import_goes_on_and_a_changed_file_is_read_again()
    {
        await using var archive = await Archive.StartAsync();
        for (var i = 0; i < 4; i++)
            _directory.File($"{i}.dcm", new MadeInstance().File());
        _directory.File("5.txt", [1, 2, 3]);
        var journals = Path.Combine(archive.Data, "imports");
        using (var journal = new ImportJournal(journals, _directory.Path, again: false))
            Assert.Equal(4, (await ImportAsync(archive, _directory.Path, journal)).Count(result => result.Result == ImportResult.Stored));
        _directory.File("3.dcm", new MadeInstance { PixelData = new byte[99] }.File());
        using (var journal = new ImportJournal(journals, _directory.Path, again: false))
        {
            var results = await ImportAsync(archive, _directory.Path, journal);
            Assert.Equal((3, 1, 1), (Count(results, ImportResult.StoredBefore), Count(results, ImportResult.Stored), Count(results, ImportResult.Refused)));
        }

        using (var journal = new ImportJournal(journals, _directory.Path, again: true))
            Assert.Equal(4, Count(await ImportAsync(archive, _directory.Path, journal), ImportResult.Stored));
    }

    public void Dispose() => _directory.Dispose();

    private static int Count(List<ImportedFile> results, ImportResult result) => results.Count(one => one.Result == result);

    private static async Task<List<ImportedFile>> ImportAsync(Archive archive, string path, ImportJournal? journal)
    {
        var results = new List<ImportedFile>();
        await foreach (var result in archive.Get<FolderImport>().ImportAsync(path, 2, "tester", journal))
            results.Add(result);
        return results;
    }

    private static async Task<List<MadeInstance>> FillAsync(Archive archive)
    {
        var first = new MadeInstance();
        List<MadeInstance> made = [first, first with { Sop = Uid.New().Value, InstanceNumber = 2 }, first with { Sop = Uid.New().Value, Series = Uid.New().Value }, new(), new()];
        foreach (var instance in made)
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(instance));
        await archive.PublishedAsync();
        return made;
    }
}

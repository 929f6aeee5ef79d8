using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// A backup is a directory: in a directory of each run <c>index/</c> (the whole database), <c>keys/</c> and <c>settings/</c>, beside it on request <c>objects/</c>, and
/// <c>backup.json</c>, which names the directory of the last run that was finished: it is replaced at the end, in one step, and only then the run before goes. Every file is
/// flushed, read back and compared by hash.
/// </summary>
public sealed partial class ArchiveBackup(StorageOptions options, IIndexBackup index, IMaintenanceIndex upkeep, IObjectStore objects, TimeProvider time)
{
    private const string ManifestFile = "backup.json";
    private const string Index = "index";
    private const string Keys = "keys";
    private const string Settings = "settings";
    private const string RunPrefix = "run-";

    /// <summary>Writes a backup, restores its index into a scratch place and compares.</summary>
    /// <param name="directory">New or empty, or that of an earlier backup, which stays whole until this one is (objects that are there already stay).</param>
    /// <param name="settings">Files with settings, kept as they are.</param>
    /// <param name="images">Also the images; only for those kept as files.</param>
    /// <param name="progress">Objects copied.</param>
    /// <param name="cancellationToken">Stops; the directory is then the backup that it was.</param>
    /// <exception cref="IOException">It cannot be written, or what was read back or restored is not what was saved.</exception>
    public async Task<BackupReport> WriteAsync(string directory, IEnumerable<string> settings, BackupImages images, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (images != BackupImages.None && options.Objects != "files")
            throw new ArgumentException("Images on S3 are not copied by this command: use the server's own replication or backup, and leave out --with-objects.");
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // keys are in it
        RemoveRuns(directory, await NamedRunAsync(directory, cancellationToken)); // of runs that were killed
        var now = time.GetUtcNow();
        var run = RunPrefix + now.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        try
        {
            return await WriteRunAsync(directory, run, now, settings, images, progress, cancellationToken);
        }
        finally
        {
            // the one before when this one was finished, else this one: a full disk must not be filled with what is no backup
            RemoveRuns(directory, await NamedRunAsync(directory, CancellationToken.None));
        }
    }

    private async Task<BackupReport> WriteRunAsync(
        string directory, string run, DateTimeOffset now, IEnumerable<string> settings, BackupImages images, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var place = Directory.CreateDirectory(Path.Combine(directory, run)).FullName;
        var waiting = Waiting();
        var saved = await SaveAsync(place, settings, cancellationToken);
        var (copied, damaged) = images == BackupImages.None
            ? (0, [])
            : await new ImageCopies(objects, Path.Combine(directory, "objects")).RunAsync(images, progress, cancellationToken);
        ProvenCopy.FlushDirectories(place);
        DurableFile.Replace(Path.Combine(directory, ManifestFile), JsonSerializer.SerializeToUtf8Bytes(new Manifest(now, options.Index, options.Objects, saved, images != BackupImages.None, run), ManifestJson.Default.Manifest));
        foreach (var old in ((string[])[Index, Keys, Settings]).Select(name => Path.Combine(directory, name)).Where(Directory.Exists))
            Directory.Delete(old, recursive: true); // as backups were before they had runs
        return new BackupReport(saved.Count, saved.Sum(table => table.Rows), copied, waiting) { Damaged = damaged };
    }

    private static void RemoveRuns(string directory, string? but)
    {
        foreach (var run in Directory.EnumerateDirectories(directory, RunPrefix + "*").Where(run => Path.GetFileName(run) != but))
            Directory.Delete(run, recursive: true);
    }

    /// <summary>The run that the manifest names; null when there is none.</summary>
    private static async Task<string?> NamedRunAsync(string directory, CancellationToken cancellationToken) => (await ManifestAsync(directory, cancellationToken))?.Run;

    /// <exception cref="IOException">There is one that cannot be read.</exception>
    private static async Task<Manifest?> ManifestAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, ManifestFile);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file, cancellationToken), ManifestJson.Default.Manifest) : null;
        }
        catch (JsonException e)
        {
            throw new IOException($"{file} cannot be read, so it is not known which run beside it is the backup: check that disk, and give a new directory.", e);
        }
    }

    /// <summary>Puts a backup into this gateway's empty data directory and database, after a look whether it is still what was saved.</summary>
    /// <exception cref="IOException">It is no whole backup, or damaged, or the place is not empty.</exception>
    public async Task<BackupReport> RestoreAsync(string directory, CancellationToken cancellationToken)
    {
        if (await ManifestAsync(directory, cancellationToken) is not { } manifest)
            throw new IOException($"There is no {ManifestFile} in {directory}: it is no whole backup.");
        if (manifest.Index != options.Index)
            throw new IOException($"The backup is of Index={manifest.Index}, this gateway has Index={options.Index}: set it to the same.");
        var place = Path.Combine(directory, manifest.Run ?? string.Empty);
        Compare(manifest.Tables, await index.RehearseAsync(Path.Combine(place, Index), cancellationToken));
        await index.RestoreAsync(Path.Combine(place, Index), cancellationToken);
        await upkeep.ForgetIntentionsAsync(cancellationToken); // who took a mark back or placed a hold after the backup is not known
        await CopyAsync(Path.Combine(place, Keys), Path.Combine(options.Data, "keys"), null, cancellationToken);
        var (copied, damaged) = (0L, new List<string>());
        if (manifest.HasObjects && options.Objects == "files")
            copied = await CopyAsync(Path.Combine(directory, "objects"), Path.Combine(options.Data, "objects"), damaged, cancellationToken);
        return new BackupReport(manifest.Tables.Count, manifest.Tables.Sum(table => table.Rows), copied, 0) { Damaged = damaged };
    }

    private async Task<IReadOnlyList<SavedTable>> SaveAsync(string place, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var indexDirectory = Directory.CreateDirectory(Path.Combine(place, Index)).FullName;
        var saved = await index.SaveAsync(indexDirectory, cancellationToken);
        foreach (var file in Directory.EnumerateFiles(indexDirectory))
            ProvenCopy.Flush(file);
        Compare(saved, await index.RehearseAsync(indexDirectory, cancellationToken));
        await CopyAsync(Path.Combine(options.Data, "keys"), Path.Combine(place, Keys), null, cancellationToken);
        foreach (var file in settings.Where(File.Exists))
            await ProvenCopy.RunAsync(file, Path.Combine(place, Settings, Path.GetFileName(file)), cancellationToken);
        return saved;
    }

    private static void Compare(IReadOnlyList<SavedTable> saved, IReadOnlyList<SavedTable> restored)
    {
        var different = saved.Except(restored).Concat(restored.Except(saved)).Select(table => table.Name).Distinct().ToList();
        if (different.Count > 0)
            throw new IOException($"The backup was restored for a test and is not what was saved ({string.Join(", ", different)}): do not rely on it, and check the disk it lies on.");
    }

    /// <summary>In the lanes of all processes on this data directory, the running gateway's too.</summary>
    private long Waiting()
    {
        var spool = Path.Combine(options.Data, "spool");
        var lanes = Directory.Exists(spool) ? Directory.EnumerateDirectories(spool) : [];
        return lanes.Select(lane => Path.Combine(lane, "waiting")).Where(Directory.Exists).Sum(waiting => Directory.EnumerateFiles(waiting, "*", SearchOption.AllDirectories).LongCount());
    }

    /// <summary>Copies all files below a directory.</summary>
    /// <param name="from">May be missing.</param>
    /// <param name="to">May be there.</param>
    /// <param name="damaged">Takes the names of images that are not what their names say; null: there are none.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many images.</returns>
    private static async Task<long> CopyAsync(string from, string to, List<string>? damaged, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(from))
            return 0;
        var count = 0L;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            var sha256 = await ProvenCopy.RunAsync(file, Path.Combine(to, name), cancellationToken);
            if (Path.GetExtension(file) != ".dcm")
                continue; // beside the images lies who sent them
            count++;
            if (!ObjectKey.IsNamedAfter(name, sha256))
                damaged?.Add(name);
        }

        if (Directory.Exists(to))
            ProvenCopy.FlushDirectories(to);
        return count;
    }

    private sealed record Manifest(DateTimeOffset At, string Index, string Objects, IReadOnlyList<SavedTable> Tables, bool HasObjects, string? Run);

    [JsonSerializable(typeof(Manifest))]
    [JsonSourceGenerationOptions(WriteIndented = true)]
    private sealed partial class ManifestJson : JsonSerializerContext;
}

/// <summary>What a backup or a restore did.</summary>
/// <param name="Tables">Of the index.</param>
/// <param name="Rows">In them.</param>
/// <param name="Objects">Images copied.</param>
/// <param name="Waiting">Images that wait in the spool and are not in the backup.</param>
public sealed record BackupReport(int Tables, long Rows, long Objects, long Waiting)
{
    /// <summary>Names of images that are not as they were received: damaged in the archive before they were copied, or, when restoring, in the backup.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];
}

using System.Text.Json;
using System.Text.Json.Serialization;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// A backup is a directory: <c>index/</c> (the whole database), <c>keys/</c>, <c>settings/</c>, on request <c>objects/</c>, and
/// <c>backup.json</c>, which is written last: without it a backup is not whole.
/// </summary>
public sealed partial class ArchiveBackup(StorageOptions options, IIndexBackup index, IMaintenanceIndex upkeep, IObjectStore objects, TimeProvider time)
{
    private const string ManifestFile = "backup.json";

    /// <summary>Writes a backup, restores its index into a scratch place and compares.</summary>
    /// <param name="directory">New or empty, or an earlier backup that is replaced (objects that are there already stay).</param>
    /// <param name="settings">Files with settings, kept as they are.</param>
    /// <param name="withObjects">Also the images; only for those kept as files.</param>
    /// <param name="progress">Objects copied.</param>
    /// <param name="cancellationToken">Stops; the directory is then no backup.</param>
    /// <exception cref="IOException">It cannot be written, or what was restored is not what was saved.</exception>
    public async Task<BackupReport> WriteAsync(string directory, IEnumerable<string> settings, bool withObjects, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (withObjects && options.Objects != "files")
            throw new ArgumentException("Images on S3 are not copied by this command: use the server's own replication or backup, and leave out --with-objects.");
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // keys are in it
        var manifest = Path.Combine(directory, ManifestFile);
        File.Delete(manifest);
        var waiting = Waiting();
        var indexDirectory = Replace(Path.Combine(directory, "index"));
        var saved = await index.SaveAsync(indexDirectory, cancellationToken);
        var restored = await index.RehearseAsync(indexDirectory, cancellationToken);
        Compare(saved, restored);
        CopyDirectory(Path.Combine(options.Data, "keys"), Replace(Path.Combine(directory, "keys")));
        var settingsDirectory = Replace(Path.Combine(directory, "settings"));
        foreach (var file in settings.Where(File.Exists))
            File.Copy(file, Path.Combine(settingsDirectory, Path.GetFileName(file)), overwrite: true);
        var copied = withObjects ? await CopyObjectsAsync(Path.Combine(directory, "objects"), progress, cancellationToken) : 0;
        var content = new Manifest(time.GetUtcNow(), options.Index, options.Objects, saved, withObjects);
        await File.WriteAllBytesAsync(manifest, JsonSerializer.SerializeToUtf8Bytes(content, ManifestJson.Default.Manifest), cancellationToken);
        return new BackupReport(saved.Count, saved.Sum(table => table.Rows), copied, waiting);
    }

    /// <summary>Puts a backup into this gateway's empty data directory and database.</summary>
    /// <exception cref="IOException">It is no whole backup, or the place is not empty.</exception>
    public async Task<BackupReport> RestoreAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, ManifestFile);
        var manifest = File.Exists(file) ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file, cancellationToken), ManifestJson.Default.Manifest) : null;
        if (manifest is null)
            throw new IOException($"There is no {ManifestFile} in {directory}: it is no whole backup.");
        if (manifest.Index != options.Index)
            throw new IOException($"The backup is of Index={manifest.Index}, this gateway has Index={options.Index}: set it to the same.");
        await index.RestoreAsync(Path.Combine(directory, "index"), cancellationToken);
        await upkeep.ForgetIntentionsAsync(cancellationToken); // who took a mark back or placed a hold after the backup is not known
        CopyDirectory(Path.Combine(directory, "keys"), Path.Combine(options.Data, "keys"));
        var copied = 0L;
        if (manifest.HasObjects && options.Objects == "files")
            copied = CopyDirectory(Path.Combine(directory, "objects"), Path.Combine(options.Data, "objects"));
        return new BackupReport(manifest.Tables.Count, manifest.Tables.Sum(table => table.Rows), copied, 0);
    }

    private async Task<long> CopyObjectsAsync(string directory, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var (copied, store, part) = (0L, new FileObjectStore(directory), Path.Combine(directory, "copying.part"));
        await foreach (var stored in objects.ListAsync(cancellationToken))
        {
            if (new FileInfo(Path.Combine(directory, stored.Name.Replace('/', Path.DirectorySeparatorChar))) is { Exists: true } there && there.Length == stored.Length)
                continue;
            if (!await TryCopyAsync(stored, part, cancellationToken))
                continue;
            await foreach (var member in objects.MembersAsync(stored, cancellationToken))
                await store.CommitAsync([new StagedFile(member.Key, part) { ReceivedAt = member.ReceivedAt, Source = member.Source }], cancellationToken);
            File.Delete(part);
            copied++;
            progress?.Report(copied);
        }

        return copied;
    }

    /// <returns>False when it was deleted since it was listed.</returns>
    private async Task<bool> TryCopyAsync(StoredObject stored, string part, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await objects.OpenRangeAsync(stored.Name, 0, stored.Length, cancellationToken);
            await using var copy = File.Create(part);
            await content.CopyToAsync(copy, cancellationToken);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static void Compare(IReadOnlyList<SavedTable> saved, IReadOnlyList<SavedTable> restored)
    {
        var different = saved.Except(restored).Concat(restored.Except(saved)).Select(table => table.Name).Distinct().ToList();
        if (different.Count > 0)
            throw new IOException($"The backup was restored for a test and is not what was saved ({string.Join(", ", different)}): do not rely on it, and check the disk.");
    }

    /// <summary>In the lanes of all processes on this data directory, the running gateway's too.</summary>
    private long Waiting()
    {
        var spool = Path.Combine(options.Data, "spool");
        var lanes = Directory.Exists(spool) ? Directory.EnumerateDirectories(spool) : [];
        return lanes.Select(lane => Path.Combine(lane, "waiting")).Where(Directory.Exists).Sum(waiting => Directory.EnumerateFiles(waiting, "*", SearchOption.AllDirectories).LongCount());
    }

    private static string Replace(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        return Directory.CreateDirectory(directory).FullName;
    }

    private static long CopyDirectory(string from, string to)
    {
        if (!Directory.Exists(from))
            return 0;
        var count = 0L;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true); // keeps time and rights
            count += Path.GetExtension(file) == ".dcm" ? 1 : 0; // beside the images lies who sent them
        }

        return count;
    }

    private sealed record Manifest(DateTimeOffset At, string Index, string Objects, IReadOnlyList<SavedTable> Tables, bool HasObjects);

    [JsonSerializable(typeof(Manifest))]
    [JsonSourceGenerationOptions(WriteIndented = true)]
    private sealed partial class ManifestJson : JsonSerializerContext;
}

/// <summary>What a backup or a restore did.</summary>
/// <param name="Tables">Of the index.</param>
/// <param name="Rows">In them.</param>
/// <param name="Objects">Images copied.</param>
/// <param name="Waiting">Images that wait in the spool and are not in the backup.</param>
public sealed record BackupReport(int Tables, long Rows, long Objects, long Waiting);

using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Objects.Files;

/// <summary>
/// Objects as files below one directory. Committing gives the spool file a second name (a hard link): no byte is copied, and
/// until the index knows the object the spool still does. On a volume of its own the file is copied, flushed and renamed.
/// </summary>
public sealed class FileObjectStore : IObjectStore
{
    private readonly string _root;
    private readonly SeriesSources _sources;

    public FileObjectStore(string root)
    {
        _root = Path.GetFullPath(root);
        Directory.CreateDirectory(_root);
        if (Path.GetDirectoryName(_root) is { } parent)
            FileSystemCalls.FlushDirectory(parent);
        _sources = new SeriesSources(_root);
    }

    /// <summary>A name more costs next to nothing: nothing is gained by waiting.</summary>
    public PackLimits? Packing => null;

    public async Task<IReadOnlyList<ObjectPlace>> CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken) =>
        await Task.Run(() => Commit(files, cancellationToken), cancellationToken);

    public Task<Stream> OpenRangeAsync(string name, long offset, long length, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        try
        {
            return Task.FromResult<Stream>(new FileRangeStream(File.OpenHandle(path, share: FileShare.Read | FileShare.Delete), offset, length));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException("No such object.", name, e);
        }
    }

    public Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            SeriesSources.Forget(PathOf(name));
            File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // as good as removed
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var study in DirectoriesOf(_root).SelectMany(DirectoriesOf))
        {
            foreach (var file in new DirectoryInfo(study).EnumerateFiles("*.dcm", SearchOption.AllDirectories))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (ObjectKey.IsValid(name) && file.Exists) // not deleted since the directory was read
                    yield return new StoredObject(name, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    public async IAsyncEnumerable<ObjectMember> MembersAsync(StoredObject stored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new ObjectMember(ObjectKey.Checked(stored.Name), ObjectPlace.Whole(stored.Name, stored.Length), stored.ModifiedAt, _sources.Find(PathOf(stored.Name)), null);
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var probe = Path.Combine(_root, $"probe-{Guid.NewGuid():n}");
        await File.WriteAllBytesAsync(probe, "probe"u8.ToArray(), cancellationToken);
        File.Delete(probe);
    }

    private ObjectPlace[] Commit(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        var places = new ObjectPlace[files.Count];
        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < places.Length; i++)
        {
            var file = files[i];
            cancellationToken.ThrowIfCancellationRequested();
            var path = PathOf(file.Key);
            var directory = Path.GetDirectoryName(path)!;
            var isNewSeries = !Directory.Exists(directory);
            if (isNewSeries)
                CreateDirectory(directory, touched);
            if (!IsThere(path, file.Path))
                Describe(file, path, isNewSeries, touched);
            Link(file, path);
            FaultPoints.Reach(FaultPoints.ObjectLinked);
            places[i] = ObjectPlace.Whole(file.Key, new FileInfo(path).Length);
            touched.Add(directory);
        }

        // the first flush commits the journal with all names of the batch, the others find little to do
        foreach (var directory in touched)
            FileSystemCalls.FlushDirectory(directory);
        return places;
    }

    // What the same bytes said when they came first stays true when they come again.
    private static bool IsThere(string path, string staged) => new FileInfo(path) is { Exists: true } there && there.Length == new FileInfo(staged).Length;

    // Before the name: an object that can be listed has its facts.
    private void Describe(StagedFile file, string path, bool isNewSeries, HashSet<string> touched)
    {
        if (file.Source is { } source)
            _sources.Keep(path, source, isNewSeries, touched);
        if (file.ReceivedAt is { } received)
            File.SetLastWriteTimeUtc(file.Path, received.UtcDateTime); // of both names; a copy takes it along
    }

    // In the order of their names: a rebuild that was interrupted goes on behind a name.
    private static IEnumerable<string> DirectoriesOf(string path) => Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal);

    private static void Link(StagedFile staged, string path)
    {
        if (FileSystemCalls.TryLink(staged.Path, path) == LinkResult.Linked)
            return;
        if (File.Exists(path))
        {
            // what lies there under this name is the same, unless the disk changed it; then the better of the two stays
            if (IsWhole(path, staged))
                return;
            if (!IsWhole(staged.Path, staged))
                throw new DamagedFileException(staged.Path);
        }

        Copy(staged.Path, path);
    }

    private static bool IsWhole(string path, StagedFile staged)
    {
        if (new FileInfo(path).Length != new FileInfo(staged.Path).Length)
            return false;
        if (staged.Sha256 is null)
            return true;
        using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == staged.Sha256;
    }

    private static void Copy(string staged, string path)
    {
        var part = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            File.Copy(staged, part);
            using (var handle = File.OpenHandle(part, access: FileAccess.ReadWrite))
                FileSystemCalls.Flush(handle);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Creates missing directories; the parents that got a new name must be flushed too.</summary>
    private void CreateDirectory(string directory, HashSet<string> touched)
    {
        var parent = Path.GetDirectoryName(directory)!;
        if (directory.Length > _root.Length && !Directory.Exists(parent))
            CreateDirectory(parent, touched);
        Directory.CreateDirectory(directory);
        touched.Add(parent);
    }

    private string PathOf(string key) => Path.Combine(_root, ObjectKey.Checked(key).Replace('/', Path.DirectorySeparatorChar));
}

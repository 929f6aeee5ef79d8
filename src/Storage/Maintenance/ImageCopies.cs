using System.Globalization;
using System.Security.Cryptography;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// The images of a backup, in the same form as they are kept. Each is hashed while it is copied, flushed with its name, and read back from the disk; one that was copied
/// before stays when it still has the hash that stands in its name, else it is copied again.
/// </summary>
internal sealed class ImageCopies(IObjectStore objects, string directory)
{
    private const int Together = 64;
    private readonly FileObjectStore _store = new(directory);
    private readonly List<(StagedFile File, string Name)> _group = [];
    private readonly List<string> _damaged = [];
    private long _copied;

    /// <summary>Copies what is not there yet.</summary>
    /// <param name="images">Which of those that are there are read.</param>
    /// <param name="progress">Images copied.</param>
    /// <param name="cancellationToken">Stops; what was copied stays.</param>
    /// <returns>How many were copied, and the names of those that are not as they were received: they were damaged before.</returns>
    /// <exception cref="IOException">A copy cannot be written, or is not what was copied.</exception>
    public async Task<(long Copied, IReadOnlyList<string> Damaged)> RunAsync(BackupImages images, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        RemoveParts(); // of a run that was killed
        try
        {
            await CopyAllAsync(images, progress, cancellationToken);
        }
        finally
        {
            RemoveParts();
        }

        return (_copied, _damaged);
    }

    private async Task CopyAllAsync(BackupImages images, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await foreach (var stored in objects.ListAsync(cancellationToken))
        {
            if (await IsThereAsync(stored, images, cancellationToken))
                continue;
            var part = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"copying.{_group.Count}.part"));
            if (await TryCopyAsync(stored, part, cancellationToken) is not { } sha256)
                continue;
            if (!ObjectKey.IsNamedAfter(stored.Name, sha256))
                _damaged.Add(stored.Name);
            await foreach (var member in objects.MembersAsync(stored, cancellationToken))
                _group.Add((new StagedFile(member.Key, part) { Sha256 = sha256, ReceivedAt = member.ReceivedAt, Source = member.Source }, stored.Name));
            if (_group.Count == Together)
                await SettleAsync(progress, cancellationToken);
        }

        await SettleAsync(progress, cancellationToken);
    }

    private void RemoveParts()
    {
        foreach (var left in Directory.EnumerateFiles(directory, "copying.*.part"))
            File.Delete(left);
    }

    private async Task<bool> IsThereAsync(StoredObject stored, BackupImages images, CancellationToken cancellationToken) =>
        new FileInfo(PathOf(stored.Name)) is { Exists: true } there && there.Length == stored.Length
        && (images == BackupImages.New || ObjectKey.IsNamedAfter(stored.Name, await ProvenCopy.HashAsync(there.FullName, cancellationToken)));

    private async Task SettleAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await _store.CommitAsync([.. _group.Select(one => one.File)], cancellationToken);
        foreach (var (file, name) in _group)
        {
            File.Delete(file.Path);
            await ProvenCopy.CheckAsync(PathOf(name), file.Sha256!, cancellationToken);
            _copied++;
            progress?.Report(_copied);
        }

        _group.Clear();
    }

    /// <returns>Its hash; null when it was deleted since it was listed.</returns>
    private async Task<string?> TryCopyAsync(StoredObject stored, string part, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await objects.OpenRangeAsync(stored.Name, 0, stored.Length, cancellationToken);
            await using var copy = File.Create(part);
            using var hash = SHA256.Create();
            await using (var hashed = new CryptoStream(copy, hash, CryptoStreamMode.Write, leaveOpen: true))
                await content.CopyToAsync(hashed, cancellationToken);
            DurableFile.Flush(copy);
            return Convert.ToHexStringLower(hash.Hash!);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(directory, name.Replace('/', Path.DirectorySeparatorChar));
}

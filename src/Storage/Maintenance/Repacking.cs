using System.Security.Cryptography;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Writes what is still wanted of a pack into a new one. The old pack stays untouched until the index points elsewhere and a grace has passed, so
/// readers are never disturbed and a crash leaves at worst a superfluous new pack.
/// </summary>
public sealed class Repacking(IObjectStore objects, IMaintenanceIndex index, StorageOptions options, TimeProvider time)
{
    /// <returns>False when the pack cannot be written anew because something in it is damaged; it stays as it is.</returns>
    public async Task<bool> RunAsync(StoredObject pack, CancellationToken cancellationToken)
    {
        var wanted = await index.PackedAsync(pack.Name, cancellationToken);
        var facts = new Dictionary<string, ObjectMember>(StringComparer.Ordinal);
        await foreach (var member in wanted.Count > 0 ? objects.MembersAsync(pack, cancellationToken) : AsyncEnumerable.Empty<ObjectMember>())
            facts.TryAdd(member.Key, member);
        using var scratch = new ScratchDirectory(Path.Combine(options.Data, "repacking"), time.GetUtcNow());
        var staged = new List<StagedFile>();
        foreach (var bytes in wanted)
        {
            if (await CopyAsync(bytes, Path.Combine(scratch.Path, $"{staged.Count}"), cancellationToken) is not { } path)
                return false;
            var known = facts.GetValueOrDefault(bytes.Key);
            staged.Add(new StagedFile(bytes.Key, path) { Sha256 = bytes.Sha256, ReceivedAt = known?.ReceivedAt, Source = known?.Source });
        }

        var places = staged.Count == 0 ? [] : await objects.CommitAsync(staged, cancellationToken);
        await index.MoveAsync(pack.Name, [.. wanted.Zip(places)], time.GetUtcNow(), ObjectSweep.Grace, cancellationToken);
        return true;
    }

    private async Task<string?> CopyAsync(KeptBytes bytes, string path, CancellationToken cancellationToken)
    {
        await using (var content = await objects.OpenRangeAsync(bytes.Place.Object, bytes.Place.Offset, bytes.Place.Length, cancellationToken))
        await using (var copy = File.Create(path))
            await content.CopyToAsync(copy, cancellationToken);
        await using var written = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken)) == bytes.Sha256 ? path : null;
    }
}

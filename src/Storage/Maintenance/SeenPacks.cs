using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Before packs go with their study: whether the index knows everything they hold. While it is half made, or older than its objects, it names some images
/// of a pack and not others; those nobody has seen yet, and nobody has decided that they may go.
/// </summary>
public sealed class SeenPacks(IObjectStore objects, IMaintenanceIndex index)
{
    /// <summary>Looks into packs.</summary>
    /// <param name="packs">Names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Them; null when one holds an image that the index does not know, or cannot be read as a pack, so that nobody can tell.</returns>
    public async Task<IReadOnlyCollection<string>?> OfAsync(IReadOnlyList<string> packs, CancellationToken cancellationToken)
    {
        foreach (var pack in packs)
        {
            if (!await IsSeenAsync(pack, cancellationToken))
                return null;
        }

        return packs;
    }

    private async Task<bool> IsSeenAsync(string pack, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var member in objects.MembersAsync(new StoredObject(pack, 0, DateTimeOffset.UnixEpoch), cancellationToken))
                keys.Add(member.Key);
        }
        catch (FileNotFoundException)
        {
            return true; // it is gone: nothing is in it
        }
        catch (InvalidDataException)
        {
            return false;
        }

        keys.ExceptWith((await index.FindAsync(keys, cancellationToken)).Select(bytes => bytes.Key));
        return keys.Count == 0;
    }
}

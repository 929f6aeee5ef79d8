using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Packs;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Before packs go with what is known of them: whether the index knows everything they hold. While it is half made, or older than its objects, it names some images
/// of a pack and not others; those nobody has seen yet, and nobody has decided that they may go.
/// </summary>
public sealed class SeenPacks(IObjectStore objects, IMaintenanceIndex index)
{
    /// <summary>Looks into packs.</summary>
    /// <param name="packs">Names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those of them that hold nothing else; one that cannot be read as a pack is not among them, because nobody can tell.</returns>
    public async Task<IReadOnlyCollection<string>> OfAsync(IReadOnlyCollection<string> packs, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pack in packs)
        {
            if (await IsSeenAsync(pack, cancellationToken))
                seen.Add(pack);
        }

        return seen;
    }

    private async Task<bool> IsSeenAsync(string pack, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            if (await IsFilledAsync(pack, cancellationToken))
                return true;
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

    /// <summary>
    /// What the index knows of a pack fills it: between one file and the next there is room for the one's header and not for another file, and after the
    /// last one the archive ends. Then it need not be read to be known.
    /// </summary>
    private async Task<bool> IsFilledAsync(string pack, CancellationToken cancellationToken)
    {
        var end = 0L;
        foreach (var place in (await index.PackedAsync(pack, cancellationToken)).Select(bytes => bytes.Place).OrderBy(place => place.Offset))
        {
            if (place.Offset - end >= (2 * TarHeader.Shortest) + TarHeader.Block)
                return false;
            end = place.Offset + place.Length + TarHeader.PaddingOf(place.Length);
        }

        await using var rest = await objects.OpenRangeAsync(pack, end, TarHeader.End + 1, cancellationToken);
        return await rest.ReadAtLeastAsync(new byte[TarHeader.End + 1], TarHeader.End + 1, throwOnEndOfStream: false, cancellationToken) == TarHeader.End;
    }
}

using System.Security.Cryptography;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>Reads kept bytes back and compares them with the hash they got when they were received.</summary>
public sealed class BytesCheck(IObjectStore objects, IMaintenanceIndex index)
{
    /// <summary>The state of the bytes. When their pack was written anew meanwhile they are looked up once more.</summary>
    public async Task<BytesState> RunAsync(KeptBytes bytes, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(bytes, isRepeated: false, cancellationToken);
        if (state != BytesState.Missing)
            return state;
        var now = (await index.FindAsync([bytes.Key], cancellationToken)).FirstOrDefault(found => found.Id == bytes.Id);
        return now is null ? BytesState.Deleted : now.Place == bytes.Place ? BytesState.Missing : await ReadAsync(now, isRepeated: false, cancellationToken);
    }

    private async Task<BytesState> ReadAsync(KeptBytes bytes, bool isRepeated, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await objects.OpenRangeAsync(bytes.Place.Object, bytes.Place.Offset, bytes.Place.Length, cancellationToken);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) == bytes.Sha256 ? BytesState.Whole : BytesState.Damaged;
        }
        catch (FileNotFoundException)
        {
            return BytesState.Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a connection may be cut once; a bad sector stays bad, and must not end the search for others
            return isRepeated ? BytesState.Damaged : await ReadAsync(bytes, isRepeated: true, cancellationToken);
        }
    }
}

/// <summary>How kept bytes are.</summary>
public enum BytesState
{
    /// <summary>As received.</summary>
    Whole,

    /// <summary>There, but others, or not to be read.</summary>
    Damaged,

    /// <summary>The index names them, the store does not have them.</summary>
    Missing,

    /// <summary>Deleted since they were listed: nothing is wrong.</summary>
    Deleted,
}

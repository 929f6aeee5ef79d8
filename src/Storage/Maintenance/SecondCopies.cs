using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Bytes that came again although the index has them. Before the second copy is given up the first is read back: when it is lost or damaged,
/// the second takes its place. So an image is whole again once its device, or a rebuild, brings it again.
/// </summary>
public sealed class SecondCopies(IMaintenanceIndex index, BytesCheck check, TimeProvider time)
{
    /// <summary>Looks at the copy the index names.</summary>
    /// <param name="key">Name of the bytes.</param>
    /// <param name="place">Where they lie this time.</param>
    /// <param name="sha256">Of them, 64 lower-case hexadecimal digits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True when the second copy took the place of the first.</returns>
    public async Task<bool> SettleAsync(string key, ObjectPlace place, string sha256, CancellationToken cancellationToken)
    {
        foreach (var kept in await index.FindAsync([key], cancellationToken))
        {
            // of what was compressed since, the index names other bytes: this copy cannot stand for them
            if (kept.Place == place || kept.Sha256 != sha256 || await check.RunAsync(kept, cancellationToken) is BytesState.Whole or BytesState.Deleted)
                continue;
            await index.MoveAsync(kept.Place.Object, [(kept, place)], time.GetUtcNow(), grace: null, cancellationToken);
            return true;
        }

        return false;
    }
}

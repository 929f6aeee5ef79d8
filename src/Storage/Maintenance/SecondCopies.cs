using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>
/// Bytes that came again although the index has them. Before the second copy is given up the first is read back: when it is lost or damaged,
/// the second takes its place. So an image is whole again once its device, or a rebuild, brings it again, also when it was compressed since.
/// </summary>
public sealed class SecondCopies(IMaintenanceIndex index, IRecodingIndex recoding, BytesCheck check, DamagedReads damaged, TimeProvider time)
{
    /// <summary>Looks at the copy the index names.</summary>
    /// <param name="again">What came again, and where it lies this time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True when the second copy took the place of the first.</returns>
    public async Task<bool> SettleAsync(InstanceRecord again, CancellationToken cancellationToken)
    {
        damaged.Forget(again.SopInstanceUid);
        var sha256 = Convert.ToHexStringLower(again.Sha256.Span);
        foreach (var kept in await index.FindAsync([again.ObjectKey], cancellationToken))
        {
            if (kept.Place == again.Place || await check.RunAsync(kept, cancellationToken) is BytesState.Whole or BytesState.Deleted)
                continue;
            if (kept.Sha256 != sha256)
                return await recoding.PutBackAsync(kept, again, time.GetUtcNow(), ObjectSweep.Grace, cancellationToken); // it was compressed since: other bytes, the same instance
            await index.MoveAsync(kept.Place.Object, [(kept, again.Place)], time.GetUtcNow(), grace: null, cancellationToken);
            return true;
        }

        return false;
    }
}

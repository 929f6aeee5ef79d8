using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Reads waiting entries again, after a restart or when the backlog outgrew memory, and checks them against what was received.</summary>
internal sealed class SpoolReader(InstanceSpool spool)
{
    /// <summary>The instance; null when its bytes are not those the name promises.</summary>
    /// <exception cref="FileNotFoundException">The entry is gone.</exception>
    public async Task<StagedObject?> ReadAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(spool.PathOf(entry), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length != entry.Length)
            return null;
        return await InstanceReading.OfAsync(file, cancellationToken) is ({ } read, _) && read.Sha256 == entry.Sha256
            ? new StagedObject(entry, spool.Sources.Read(entry.SourceKey), read, InstanceIdentity.Of(read.Scan.Header))
            : null;
    }
}

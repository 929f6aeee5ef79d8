using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Second moment of an instance: durable in the spool, acknowledged, and read; not yet visible.</summary>
internal sealed record StagedObject(SpoolEntry Entry, InstanceSource Source, ReadInstance Read, InstanceIdentity Identity)
{
    public string ObjectKey { get; } = Objects.ObjectKey.Of(Identity.Study, Identity.Series, Identity.SopInstance, Entry.Sha256);

    /// <summary>Bytes it keeps in memory, estimated from above: everything but the pixel data, at least a little.</summary>
    public long Weight => 4096 + Math.Min(Entry.Length - (Read.Scan.PixelData?.Length ?? 0), 4L << 20);
}

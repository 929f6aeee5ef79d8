using System.IO.Pipelines;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Reads waiting entries again, after a restart or when the backlog outgrew memory, and checks them against what was received.</summary>
internal sealed class SpoolReader(InstanceSpool spool)
{
    private const int Piece = 256 << 10;

    /// <summary>The instance; null when its bytes are not those the name promises.</summary>
    /// <exception cref="FileNotFoundException">The entry is gone.</exception>
    public async Task<StagedObject?> ReadAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(spool.PathOf(entry), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length != entry.Length)
            return null;
        using var reading = new InstanceReading();
        var content = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: Piece, minimumReadSize: Piece));
        while (true)
        {
            var result = await content.ReadGatheredAsync(Piece, cancellationToken);
            reading.Push(result.Buffer, result.IsCompleted);
            content.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                break;
        }

        await content.CompleteAsync();
        return reading.Complete() is { } read && read.Sha256 == entry.Sha256
            ? new StagedObject(entry, spool.Sources.Read(entry.SourceKey), read, InstanceIdentity.Of(read.Scan.Header))
            : null;
    }
}

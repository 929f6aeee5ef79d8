using System.IO.Pipelines;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Reads of a worthwhile length.</summary>
internal static class GatheredReads
{
    /// <summary>
    /// Waits until so many bytes are there, or the end. Not <see cref="PipeReader.ReadAtLeastAsync"/>: asked for more than a pipe's pause
    /// threshold, that lets the writer run far ahead (10 MB were seen) and memory is no longer bounded.
    /// </summary>
    public static async ValueTask<ReadResult> ReadGatheredAsync(this PipeReader content, int bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await content.ReadAsync(cancellationToken);
            if (result.IsCompleted || result.IsCanceled || result.Buffer.Length >= bytes)
                return result;
            content.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}

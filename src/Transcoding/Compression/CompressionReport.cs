namespace ImagingGateway.Transcoding.Compression;

/// <summary>What one run of compression has done so far.</summary>
/// <param name="Studies">Looked at.</param>
/// <param name="Compressed">Instances that lie compressed now.</param>
/// <param name="Kept">Instances left as received, because they would not become smaller or not stay the same.</param>
/// <param name="BytesBefore">Of the compressed instances, as received.</param>
/// <param name="BytesAfter">Of the same, as they are now.</param>
public sealed record CompressionReport(long Studies, long Compressed, long Kept, long BytesBefore, long BytesAfter)
{
    /// <summary>When the run ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>Something to be told to another application, kept until it was told.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Kind">Which <see cref="IOutboundWork"/> does it.</param>
/// <param name="Destination">AE title.</param>
/// <param name="Subject">What it is about: a UID.</param>
/// <param name="Body">Belongs to the kind.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="Attempts">Made so far.</param>
public sealed record OutboundTask(string Id, string Kind, string Destination, string Subject, byte[] Body, long CreatedAt, long Attempts)
{
    public DateTimeOffset Created => DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt);
}

namespace ImagingGateway.Viewer.Api.Devices;

/// <summary>What waits to be sent to other applications; told by a room that the pages do not see.</summary>
public interface IOutboundSummary
{
    Task<IReadOnlyList<OutboundLine>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>What waits for one destination.</summary>
/// <param name="Destination">AE title.</param>
/// <param name="Waiting">Still tried.</param>
/// <param name="GivenUp">No longer tried.</param>
/// <param name="Oldest">When the oldest of them was asked for.</param>
/// <param name="LastError">One plain clause; null when nothing failed yet.</param>
public sealed record OutboundLine(string Destination, long Waiting, long GivenUp, DateTimeOffset Oldest, string? LastError);

using ImagingGateway.DicomGateway.Outbound.Queue;
using ImagingGateway.Viewer.Api.Devices;

namespace ImagingGateway.Host;

/// <summary>Shows the queue of the DICOM side on the devices page.</summary>
internal sealed class OutboundSummary(OutboundTasks tasks) : IOutboundSummary
{
    public async Task<IReadOnlyList<OutboundLine>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await tasks.SummaryAsync(cancellationToken)).Select(line => new OutboundLine(
            line.Destination, line.Waiting, line.GivenUp, DateTimeOffset.FromUnixTimeMilliseconds(line.OldestAt), line.LastError))];
}

using ImagingGateway.Storage.Leases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Transcoding.Compression;

/// <summary>Lets one of the nodes compress what is cold, every hour; nothing unless it is switched on.</summary>
internal sealed partial class CompressionTurns(ColdCompression compression, ILeases leases, TranscodingOptions options, TimeProvider time, ILogger<CompressionTurns> log) : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.CompressAfterDays == 0)
            return;
        using var timer = new PeriodicTimer(Often, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the next start goes on
        }
    }

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await leases.TryRunAsync(ColdCompression.Lease, Lease, cancel => compression.RunAsync(TimeSpan.FromDays(options.CompressAfterDays), null, cancel), stoppingToken);
        }
#pragma warning disable CA1031 // whatever it is, the next turn tries again
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(EventId = 6022, Level = LogLevel.Error, Message = "Compressing cold studies failed; the next turn goes on")]
    private partial void LogFailed(Exception fault);
}

using System.Data.Common;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Signs the end of the audit trail's chain every ten minutes when it grew, and keeps the signature outside the database.</summary>
internal sealed partial class AuditHeadSigning(IAuditRows rows, HospitalKeys keys, StorageOptions options, TimeProvider clock, ILogger<AuditHeadSigning> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    private const int LongestLine = 64 << 10;

    private long _signed;

    /// <summary>Signs now, if there is anything new.</summary>
    public async Task SignAsync(CancellationToken cancellationToken)
    {
        var chain = await rows.HeadAsync(cancellationToken);
        if (chain.Number == _signed || chain.Number == 0)
            return;
        var path = AuditHead.PathIn(options);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await MendEndAsync(file, cancellationToken);
        await file.WriteAsync((byte[])[.. AuditHead.Of(chain, clock.GetUtcNow()).Sign(keys).ToJson(), (byte)'\n'], cancellationToken);
        DurableFile.Flush(file);
        _signed = chain.Number;
    }

    /// <summary>A line that a power cut tore would spoil the next one and look like a forgery: it goes, or gets its end when only that is missing.</summary>
    private async Task MendEndAsync(FileStream file, CancellationToken cancellationToken)
    {
        var end = new byte[Math.Min(file.Length, LongestLine)];
        file.Position = file.Length - end.Length;
        await file.ReadExactlyAsync(end, cancellationToken);
        var torn = end.AsMemory(end.AsSpan().LastIndexOf((byte)'\n') + 1);
        if (torn.IsEmpty)
            return;
        if (AuditHead.TryRead(torn.Span, keys.All()) is not null)
            file.WriteByte((byte)'\n');
        else
            file.SetLength(file.Length - torn.Length);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(First, stoppingToken);
            while (true)
            {
                await TrySignAsync(stoppingToken);
                await Task.Delay(Between, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the next start signs what came after
        }
    }

    private async Task TrySignAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SignAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is DbException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            LogFailed(problem);
        }
    }

    [LoggerMessage(EventId = 5010, Level = LogLevel.Warning, Message = "The end of the audit trail could not be signed; this is tried again")]
    private partial void LogFailed(Exception problem);
}

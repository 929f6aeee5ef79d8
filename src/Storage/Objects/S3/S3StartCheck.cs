using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>Asks the S3 server once at start: a wrong setting stops the start with a sentence, a server that is away does not.</summary>
internal sealed partial class S3StartCheck(S3ObjectStore store, ILogger<S3StartCheck> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            if (await store.ProbeAsync(patience.Token) is { } sentence)
                LogAway(sentence);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogAway("The S3 server does not answer now: images are taken and wait in the spool until it does.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 2060, Level = LogLevel.Warning, Message = "{Sentence}")]
    private partial void LogAway(string sentence);
}

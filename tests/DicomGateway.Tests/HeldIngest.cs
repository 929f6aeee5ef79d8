using System.Collections.Concurrent;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Spool;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>The real door, whose answer for chosen instances comes only when a test says so: a disk that takes its time.</summary>
public sealed class HeldIngest(IInstanceIngest door) : IInstanceIngest
{
    private readonly ConcurrentDictionary<Uid, TaskCompletionSource> _held = new();

    private volatile bool _isPublicationHeld;
    private int _now;

    /// <summary>Most instances that were under way at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public void Hold(TestInstance instance) => _held[instance.SopInstanceUid] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo(TestInstance instance) => _held[instance.SopInstanceUid].SetResult();

    public async Task<Task<IngestOutcome>> ReceiveAsync(IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
        return AnswerAsync(await door.ReceiveAsync(incoming, content, cancellationToken), cancellationToken);
    }

    /// <summary>From now on the spool never looks empty.</summary>
    public void HoldPublication() => _isPublicationHeld = true;

    public void LetPublicationGo() => _isPublicationHeld = false;

    public Task WhenPublishedAsync(CancellationToken cancellationToken) =>
        _isPublicationHeld ? Task.Delay(Timeout.Infinite, cancellationToken) : door.WhenPublishedAsync(cancellationToken);

    public WaitingInstances Waiting() => _isPublicationHeld ? new WaitingInstances([null]) : door.Waiting();

    /// <summary>Puts one before the real door.</summary>
    public static void Install(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IInstanceIngest)).ImplementationType!;
        services.AddSingleton(real);
        services.AddSingleton<IInstanceIngest>(provider => new HeldIngest((IInstanceIngest)provider.GetRequiredService(real)));
    }

    private async Task<IngestOutcome> AnswerAsync(Task<IngestOutcome> pending, CancellationToken cancellationToken)
    {
        var outcome = await pending;
        if (outcome is IngestOutcome.Stored stored && _held.TryGetValue(stored.SopInstanceUid, out var held))
            await held.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        Interlocked.Decrement(ref _now);
        return outcome;
    }
}

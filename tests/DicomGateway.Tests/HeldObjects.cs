using ImagingGateway.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>The real object store, which takes nothing more from when a test says so until it says otherwise: what comes stays in the spool.</summary>
public sealed class HeldObjects(IObjectStore store) : IObjectStore
{
    private volatile TaskCompletionSource _open = Opened();

    public PackLimits? Packing => store.Packing;

    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _open.SetResult();

    public async Task<IReadOnlyList<ObjectPlace>> CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        return await store.CommitAsync(files, cancellationToken);
    }

    public Task<Stream> OpenRangeAsync(string name, long offset, long length, CancellationToken cancellationToken) => store.OpenRangeAsync(name, offset, length, cancellationToken);

    public Task RemoveAsync(string name, CancellationToken cancellationToken) => store.RemoveAsync(name, cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public IAsyncEnumerable<ObjectMember> MembersAsync(StoredObject stored, CancellationToken cancellationToken) => store.MembersAsync(stored, cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);

    /// <summary>Puts one before the real store.</summary>
    public static void Install(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IObjectStore)).ImplementationFactory!;
        services.AddSingleton<IObjectStore>(provider => new HeldObjects((IObjectStore)real(provider)));
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}

using ImagingGateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>Base of what must hold on SQLite with files and on PostgreSQL with S3.</summary>
public abstract class GatewayContract
{
    /// <summary>An index and an object store, empty at first.</summary>
    protected abstract Task<StorageOptions> NewStorageAsync();

    /// <inheritdoc cref="RunningGateway.StartAsync"/>
    protected async Task<RunningGateway> StartAsync(
        DicomGatewayOptions? options = null, Action<IServiceCollection>? configure = null, string? data = null, StorageOptions? storage = null) =>
        await RunningGateway.StartAsync(options, configure, data, storage ?? await NewStorageAsync());
}

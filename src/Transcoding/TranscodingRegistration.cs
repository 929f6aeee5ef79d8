using ImagingGateway.Storage;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Transcoding.Compression;
using ImagingGateway.Transcoding.WebFrames;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ImagingGateway.Transcoding;

/// <summary>Puts the room together.</summary>
public static class TranscodingRegistration
{
    /// <summary>Registers finding, decoding and transcoding of stored instances. Needs Storage; harmless when called twice: the first options hold.</summary>
    public static IServiceCollection AddTranscoding(this IServiceCollection services, TranscodingOptions? options = null)
    {
        services.TryAddSingleton(options ?? new TranscodingOptions());
        services.TryAddSingleton<InstanceLookup>();
        services.TryAddSingleton<PixelWork>();
        services.TryAddSingleton<FrameSamples>();
        services.TryAddSingleton<InstanceTranscoder>();
        services.TryAddSingleton(provider => new WebFrameStore(
            Path.Combine(provider.GetRequiredService<StorageOptions>().Data, "cache", "frames"), provider.GetRequiredService<TranscodingOptions>().CacheBytes,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IObjectDerivations, WebFrameStore>(provider => provider.GetRequiredService<WebFrameStore>()));
        services.TryAddSingleton<WebFrameSource>();
        services.TryAddSingleton<SameInstance>();
        services.TryAddSingleton<ColdCompression>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CompressionTurns>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebFrameFiller>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DecoderFaultLog>());
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        return services;
    }
}

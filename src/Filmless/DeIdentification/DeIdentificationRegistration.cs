using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>Puts the masked studies between the archive and all who read it.</summary>
internal static class DeIdentificationRegistration
{
    /// <exception cref="InvalidOperationException">Storage is not registered yet.</exception>
    public static void AddDeIdentification(this IServiceCollection services)
    {
        var archive = services.TakeOut<IInstanceRetrieve>();
        services.AddSingleton(provider => new MaskedStudies(provider.GetRequiredService<SigningKey>(), new Lazy<IInstanceRetrieve>(() => archive(provider))));
        services.AddSingleton<IInstanceRetrieve, MaskedRetrieve>();
        var search = services.TakeOut<IInstanceSearch>();
        services.AddSingleton<IInstanceSearch>(provider => new MaskedSearch(search(provider), provider.GetRequiredService<MaskedStudies>()));
        var studies = services.TakeOut<IStudyList>();
        services.AddSingleton<IStudyList>(provider => new MaskedStudyList(studies(provider), provider.GetRequiredService<MaskedStudies>()));
    }

    private static Func<IServiceProvider, T> TakeOut<T>(this IServiceCollection services)
        where T : class
    {
        var inner = services.LastOrDefault(service => service.ServiceType == typeof(T)) ?? throw new InvalidOperationException($"Register Storage first: {typeof(T).Name} is missing.");
        services.Remove(inner);
        return provider => (T)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!));
    }
}

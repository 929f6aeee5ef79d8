using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Storage.Query;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>The real search, whose second answer comes only when a test says so: an index that takes its time.</summary>
public sealed class HeldSearch(IInstanceSearch search) : IInstanceSearch
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _held.SetResult();

    public async IAsyncEnumerable<DataSet> SearchAsync(IndexQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var answer in search.SearchAsync(query, cancellationToken))
        {
            if (++count == 2)
                await _held.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
            yield return answer;
        }
    }

    /// <summary>Puts one before the real search.</summary>
    public static void Install(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IInstanceSearch));
        services.AddSingleton<IInstanceSearch>(provider => new HeldSearch((IInstanceSearch)real.ImplementationFactory!(provider)));
    }
}

using ImagingGateway.Storage.Index.Leasing;

namespace ImagingGateway.Storage.Leases;

/// <summary>A lease held. Disposing releases it; when that fails it simply runs out.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly LeaseTable _table;
    private readonly string _token;

    internal Lease(LeaseTable table, string name, string owner, string token) => (_table, Name, Owner, _token) = (table, name, owner, token);

    public string Name { get; }

    public string Owner { get; }

    /// <summary>Holds it for another <paramref name="duration"/> from now. False when it ran out and another took it: stop the work.</summary>
    public Task<bool> RenewAsync(TimeSpan duration, CancellationToken cancellationToken) => _table.RenewAsync(Name, _token, duration, cancellationToken);

    /// <summary>Gives it back, unless another has it by now.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => _table.ReleaseAsync(Name, _token, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await ReleaseAsync(CancellationToken.None);
        }
        catch (Exception e) when (Index.IndexFailures.IsOutage(e))
        {
            // it runs out by itself
        }
    }
}

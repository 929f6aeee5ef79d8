namespace ImagingGateway.Storage.Leases;

/// <summary>
/// Work that must happen once, however many gateways share the database, is done by whoever holds its lease. Times are measured by
/// the database's clock alone, so that nodes whose clocks differ agree. A lease is a courtesy, not a proof: a holder that stalls
/// longer than its lease may be overtaken, so the work itself must be harmless when it is done twice.
/// </summary>
public interface ILeases
{
    /// <summary>Takes the lease when nobody holds it or when it has run out.</summary>
    /// <param name="name">Of the work, such as <c>objects/sweep</c>; ours, never received.</param>
    /// <param name="owner">Who does it, for people who look; see <see cref="Node.Name"/>.</param>
    /// <param name="duration">How long it is held without <see cref="Lease.RenewAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null while another holds it.</returns>
    Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken);
}

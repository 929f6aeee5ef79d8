namespace ImagingGateway.Storage.Leases;

/// <summary>Runs a piece of work under a lease that is renewed while it lasts.</summary>
public static class LeasedWork
{
    /// <summary>Runs <paramref name="work"/> unless another node does. The token ends the work when the lease is lost.</summary>
    /// <returns>False when another holds the lease; the work was not begun.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, or the lease was lost.</exception>
    public static async Task<bool> TryRunAsync(
        this ILeases leases, string name, TimeSpan duration, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (await leases.TryAcquireAsync(name, Node.Name, duration, cancellationToken) is not { } lease)
            return false;
        await using (lease)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var renewing = RenewAsync(lease, duration, stop);
            try
            {
                await work(stop.Token);
            }
            finally
            {
                await stop.CancelAsync();
                await renewing;
            }
        }

        return true;
    }

    private static async Task RenewAsync(Lease lease, TimeSpan duration, CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(duration / 3);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (!await lease.RenewAsync(duration, stop.Token))
                    await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // the work has ended, or must end
        }
        catch (Exception e) when (Index.IndexFailures.IsOutage(e))
        {
            await stop.CancelAsync(); // whether it is still ours cannot be known
        }
    }
}

using System.Collections.Concurrent;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Counts refusals per remote address, so that one place cannot try many names, PINs or tokens.</summary>
internal sealed class FailureLimit(TimeProvider clock)
{
    /// <summary>Refusals per window; a whole hospital may sit behind one address.</summary>
    public const int Allowed = 60;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int MostAddresses = 10_000;
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Since)> _failures = new();

    public bool IsExceeded(string? address) =>
        _failures.TryGetValue(address ?? "", out var seen) && seen.Count >= Allowed && clock.GetUtcNow() - seen.Since < Window;

    public void Count(string? address)
    {
        var now = clock.GetUtcNow();
        if (_failures.Count >= MostAddresses)
            _failures.Clear();
        _failures.AddOrUpdate(address ?? "", (1, now), (_, seen) => now - seen.Since < Window ? (seen.Count + 1, seen.Since) : (1, now));
    }
}

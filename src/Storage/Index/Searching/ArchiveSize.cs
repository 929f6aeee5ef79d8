using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>About how many studies there are; asked rarely, because counting costs and the answer changes slowly.</summary>
internal sealed class ArchiveSize(IIndexBackend backend)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private Counted? _last;

    public async Task<long> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && Environment.TickCount64 - last.At < Lifetime.TotalMilliseconds)
            return last.Studies;
        var count = await new SqlBuilder(backend).ReadAsync("select count(*) from studies", row => row.GetInt64(0), cancellationToken);
        _last = new Counted(count[0], Environment.TickCount64);
        return count[0];
    }

    private sealed record Counted(long Studies, long At);
}

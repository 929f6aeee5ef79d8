namespace ImagingGateway.Storage.Tests.Leases;

public sealed class LeaseOnSqliteTests : LeaseContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override Task<StorageOptions> NewIndexAsync() => Task.FromResult(new StorageOptions { Data = _directory.Path });
}

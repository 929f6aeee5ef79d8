namespace ImagingGateway.Storage.Tests.Audit;

public sealed class AuditChainOnSqliteTests : AuditChainContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override Task<StorageOptions> NewIndexAsync() => Task.FromResult(new StorageOptions { Data = _directory.Path });
}

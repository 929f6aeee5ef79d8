namespace ImagingGateway.Storage.Tests.Audit;

public sealed class AuditTrailOnSqliteTests : AuditTrailContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override Task<StorageOptions> NewIndexAsync() => Task.FromResult(new StorageOptions { Data = _directory.Path });
}

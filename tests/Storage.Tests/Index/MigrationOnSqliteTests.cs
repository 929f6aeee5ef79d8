namespace ImagingGateway.Storage.Tests.Index;

public sealed class MigrationOnSqliteTests : MigrationContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override Task<StorageOptions> NewIndexAsync() => Task.FromResult(new StorageOptions { Data = _directory.Path });
}

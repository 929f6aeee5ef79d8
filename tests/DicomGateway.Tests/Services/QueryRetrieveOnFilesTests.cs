using ImagingGateway.Storage;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class QueryRetrieveOnFilesTests : QueryRetrieveContract
{
    protected override Task<StorageOptions> NewStorageAsync() => Task.FromResult(new StorageOptions());
}

using ImagingGateway.Storage;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class QueryRetrieveOnServersTests : QueryRetrieveContract
{
    protected override Task<StorageOptions> NewStorageAsync() => ServerStorage.NewAsync();
}

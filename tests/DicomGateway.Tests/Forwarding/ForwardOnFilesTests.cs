using ImagingGateway.Storage;

namespace ImagingGateway.DicomGateway.Tests.Forwarding;

public sealed class ForwardOnFilesTests : ForwardContract
{
    protected override Task<StorageOptions> NewStorageAsync() => Task.FromResult(new StorageOptions());
}

using ImagingGateway.Storage;

namespace ImagingGateway.DicomGateway.Tests.Forwarding;

public sealed class ForwardOnServersTests : ForwardContract
{
    protected override Task<StorageOptions> NewStorageAsync() => ServerStorage.NewAsync();
}

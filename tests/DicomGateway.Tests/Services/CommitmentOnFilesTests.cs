using ImagingGateway.Storage;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class CommitmentOnFilesTests : CommitmentContract
{
    protected override Task<StorageOptions> NewStorageAsync() => Task.FromResult(new StorageOptions());

    protected override async Task SpoilAsync(RunningGateway gateway, string name, long offset)
    {
        var path = Path.Combine(gateway.Data, "objects", name);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[offset] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }
}

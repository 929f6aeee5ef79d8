using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Tests.Maintenance;

/// <summary>On SQLite and files.</summary>
public sealed class MaintenanceOnFilesTests : MaintenanceContract
{
    protected override Task<StorageOptions> NewOptionsAsync() => Task.FromResult(new StorageOptions { SpoolReserveBytes = 0, Retention = TestRetention.Options });

    protected override async Task<StorageOptions> EmptyIndexAsync()
    {
        await Archive.StopAsync();
        Directory.Delete(Path.Combine(Archive.Data, "index"), recursive: true);
        return Archive.Options;
    }

    protected override async Task DamageAsync(ObjectPlace place)
    {
        var file = Path.Combine(Archive.Data, "objects", place.Object);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    protected override Task<string?> CopyAsync(KeptBytes bytes) => Task.FromResult<string?>(null); // a key has one file
}

using ImagingGateway.Storage;

namespace ImagingGateway.Transcoding.Tests.Compression;

/// <summary>SQLite and files.</summary>
public sealed class CompressionOnFilesTests : CompressionContract
{
    protected override Task<StorageOptions> NewOptionsAsync() => Task.FromResult(new StorageOptions());
}

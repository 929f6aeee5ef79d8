using ImagingGateway.Storage;
using ImagingGateway.Storage.Tests.Index;
using ImagingGateway.Storage.Tests.Objects;

namespace ImagingGateway.Transcoding.Tests.Compression;

/// <summary>PostgreSQL and S3, where instances lie in packs.</summary>
[Collection("postgres")]
public sealed class CompressionOnServersTests(PostgresServer postgres) : CompressionContract
{
    protected override async Task<StorageOptions> NewOptionsAsync() =>
        (await postgres.NewSchemaAsync()) with { Objects = "s3", S3 = new S3Server().Options };
}

using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Query;

[Collection("postgres")]
public sealed class StudyListOnPostgresTests(PostgresServer server) : StudyListContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

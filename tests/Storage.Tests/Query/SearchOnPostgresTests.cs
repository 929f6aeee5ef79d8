using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Query;

[Collection("postgres")]
public sealed class SearchOnPostgresTests(PostgresServer server) : SearchContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

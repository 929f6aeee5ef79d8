namespace ImagingGateway.Storage.Tests.Index;

[Collection("postgres")]
public sealed class RetrievalOnPostgresTests(PostgresServer server) : RetrievalContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

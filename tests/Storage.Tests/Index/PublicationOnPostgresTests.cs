namespace ImagingGateway.Storage.Tests.Index;

[Collection("postgres")]
public sealed class PublicationOnPostgresTests(PostgresServer server) : PublicationContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

namespace ImagingGateway.Storage.Tests.Index;

[Collection("postgres")]
public sealed class MigrationOnPostgresTests(PostgresServer server) : MigrationContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Audit;

[Collection("postgres")]
public sealed class AuditChainOnPostgresTests(PostgresServer server) : AuditChainContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

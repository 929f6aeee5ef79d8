using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Audit;

[Collection("postgres")]
public sealed class AuditTrailOnPostgresTests(PostgresServer server) : AuditTrailContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

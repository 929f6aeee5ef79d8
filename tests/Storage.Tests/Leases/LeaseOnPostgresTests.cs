using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Leases;

[Collection("postgres")]
public sealed class LeaseOnPostgresTests(PostgresServer server) : LeaseContract
{
    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

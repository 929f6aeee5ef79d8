using ImagingGateway.Storage;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Filmless.Tests.StudyLinks;

public sealed class StudyLinksOnSqliteTests : StudyLinksContract
{
    private protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(new StorageOptions());
}

[Collection("postgres")]
public sealed class StudyLinksOnPostgresTests(PostgresServer server) : StudyLinksContract
{
    private protected override Task<StorageOptions> OptionsAsync() => server.NewSchemaAsync();
}

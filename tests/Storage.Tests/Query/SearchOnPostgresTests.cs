using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Query;

[Collection("postgres")]
public sealed class SearchOnPostgresTests(PostgresServer server) : SearchContract
{
    [Fact]
    public async Task Statements_are_not_compiled_on_a_connection_that_was_used_before_either()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var connection = await Archive.Database.DataSource.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "show jit";
            Assert.Equal("off", await command.ExecuteScalarAsync());
        }
    }

    protected override Task<StorageOptions> NewIndexAsync() => server.NewSchemaAsync();
}

using ImagingGateway.Storage.Index;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Storage.Tests.Index;

[Collection("postgres")]
public sealed class IndexSettingsTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_unknown_index_is_named()
    {
        var refusal = Assert.Throws<IndexUnavailableException>(() => new ServiceCollection().AddIndex(new StorageOptions { Index = "oracle" }));
        Assert.Contains("'oracle'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("Hots=db")]
    public void A_missing_or_mistyped_connection_string_is_told_before_anything_starts(string? text)
    {
        var options = new StorageOptions { Index = "postgres", Postgres = new PostgresOptions { ConnectionString = text } };
        var refusal = Assert.Throws<IndexUnavailableException>(() => new ServiceCollection().AddIndex(options));
        Assert.Contains("Postgres:ConnectionString", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_its_address()
    {
        var refusal = await RefusalAsync(server.With(settings => settings.Port = 9));
        Assert.Contains("127.0.0.1:9 cannot be reached", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told()
    {
        var refusal = await RefusalAsync(server.With(settings => settings.Database = "nowhere"));
        Assert.Contains("has no database of that name", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_that_is_not_there_is_told()
    {
        var refusal = await RefusalAsync(server.With(settings => settings.Username = "nobody"));
        Assert.Contains("refuses the user name or password", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_told()
    {
        var file = _directory.File("data", [1]);
        var refusal = await RefusalAsync(new StorageOptions { Data = file });
        Assert.Contains("cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<IndexUnavailableException> RefusalAsync(StorageOptions options) =>
        Assert.ThrowsAsync<IndexUnavailableException>(() => ArchiveUnderTest.StartAsync(options));
}

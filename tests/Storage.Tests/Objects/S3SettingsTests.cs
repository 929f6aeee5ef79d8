using ImagingGateway.Storage.Objects.S3;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>Every wrong setting is told in one sentence that names it.</summary>
[Collection("s3")]
public sealed class S3SettingsTests(S3Server server) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_missing_bucket_stops_the_start()
    {
        var sentence = await RefusalAsync(server.Options with { Bucket = $"none-{Guid.NewGuid():n}", CreateBucket = false });
        Assert.Contains("S3:Bucket", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_access_key_is_named() =>
        Assert.Contains("S3:AccessKey", await RefusalAsync(server.Options with { AccessKey = "nobody" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_secret_key_is_named() =>
        Assert.Contains("S3:SecretKey", await RefusalAsync(server.Options with { SecretKey = "wrong" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_computer_that_does_not_exist_is_named() =>
        Assert.Contains("S3:Endpoint", await RefusalAsync(server.Options with { Endpoint = "http://no-such-host.invalid:9000", Retries = 0 }), StringComparison.Ordinal);

    [Fact]
    public async Task A_server_that_is_merely_away_is_no_wrong_setting()
    {
        using var store = new S3ObjectStore(server.Options with { Endpoint = "http://127.0.0.1:9", Retries = 0 });
        Assert.Contains("cannot be reached", await store.ProbeAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_read_from_a_file()
    {
        var file = _directory.File("keys", System.Text.Encoding.ASCII.GetBytes(
            $"[default]\naws_access_key_id = {server.Options.AccessKey}\naws_secret_access_key = {server.Options.SecretKey}\n"));
        using var store = new S3ObjectStore(server.Options with { AccessKey = null, SecretKey = null, CredentialsFile = file });
        Assert.Null(await store.ProbeAsync(default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[default]\naws_access_key_id = a\n")]
    public void A_file_without_keys_is_told(string content)
    {
        var file = _directory.File("keys", System.Text.Encoding.ASCII.GetBytes(content));
        var refusal = Assert.Throws<InvalidStorageOptionsException>(() => new S3ObjectStore(server.Options with { AccessKey = null, SecretKey = null, CredentialsFile = file }));
        Assert.Contains("aws_access_key_id", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_there_are_named()
    {
        var nothing = Path.Combine(_directory.Path, "nothing");
        Assert.Contains(nothing, Assert.Throws<InvalidStorageOptionsException>(() => new S3ObjectStore(server.Options with { CaFile = nothing })).Message, StringComparison.Ordinal);
        Assert.Contains(nothing, Assert.Throws<InvalidStorageOptionsException>(
            () => new S3ObjectStore(server.Options with { AccessKey = null, SecretKey = null, CredentialsFile = nothing })).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static async Task<string> RefusalAsync(S3Options options)
    {
        using var store = new S3ObjectStore(options);
        return (await Assert.ThrowsAsync<InvalidStorageOptionsException>(() => store.ProbeAsync(default))).Message;
    }
}

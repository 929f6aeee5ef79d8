using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.S3;

namespace ImagingGateway.Storage.Tests.Objects;

[Collection("s3")]
public sealed class S3ObjectStoreTests(S3Server server) : ObjectStoreContract
{
    private readonly S3ObjectStore _store = new(server.Options);

    protected override IObjectStore Store => _store;

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_not_a_hang()
    {
        using var nobody = new S3ObjectStore(server.Options with { Endpoint = "http://127.0.0.1:9" });
        await Assert.ThrowsAnyAsync<Exception>(() => nobody.CheckAsync(default));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _store.Dispose();
    }
}

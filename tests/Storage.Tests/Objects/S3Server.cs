using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>A real S3 server, and settings for it.</summary>
public sealed class S3Server
{
    private readonly TestService _service = TestService.Require("s3", "S3_ENDPOINT");

    /// <summary>Settings with a bucket that does not exist yet.</summary>
    public S3Options Options { get; } = new()
    {
        Endpoint = Environment.GetEnvironmentVariable("S3_ENDPOINT"),
        AccessKey = Environment.GetEnvironmentVariable("S3_ACCESS_KEY"),
        SecretKey = Environment.GetEnvironmentVariable("S3_SECRET_KEY"),
        Region = Environment.GetEnvironmentVariable("S3_REGION") ?? "us-east-1",
        Bucket = $"test-{Guid.NewGuid():n}",
        CreateBucket = true,
    };

    /// <summary>Ends the server with SIGKILL.</summary>
    public void Kill() => _service.Run("kill");

    /// <summary>Starts it again on the same port and with the same data.</summary>
    public void Resume() => _service.Run("resume");
}

[CollectionDefinition("s3")]
public sealed class S3Collection : ICollectionFixture<S3Server>;

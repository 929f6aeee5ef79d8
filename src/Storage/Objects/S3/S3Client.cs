using Amazon.Runtime;
using Amazon.S3;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>The one place that knows how the S3 client must be set for servers that are not Amazon's.</summary>
internal static class S3Client
{
    /// <exception cref="InvalidStorageOptionsException">Credentials or CA file cannot be read.</exception>
    public static AmazonS3Client Create(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = options.Endpoint,
            ForcePathStyle = options.ForcePathStyle,
            AuthenticationRegion = options.Region,

            // by default the client appends CRC32 trailers, which Ceph refuses and lesser servers store as part of the object
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,

            // the default is 24 days; the publisher has its own patience
            Timeout = options.Timeout,
            MaxErrorRetry = options.Retries,
        };
        if (options.CaFile is { Length: > 0 } file)
            config.HttpClientFactory = new S3PrivateAuthority(file);
        var (accessKey, secretKey) = S3Credentials.Of(options);
        return new AmazonS3Client(new BasicAWSCredentials(accessKey, secretKey), config);
    }
}

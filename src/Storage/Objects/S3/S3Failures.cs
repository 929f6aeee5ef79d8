using Amazon.Runtime;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>Any error of the S3 server or of its client concerns every object, not one instance.</summary>
internal static class S3Failures
{
    public static bool IsOutage(Exception exception) => exception is AmazonServiceException or AmazonClientException;
}

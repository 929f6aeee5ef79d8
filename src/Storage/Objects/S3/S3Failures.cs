using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>Any error of the S3 server or of its client concerns every object, not one instance.</summary>
internal static class S3Failures
{
    public static bool IsOutage(Exception exception) => exception is AmazonServiceException or AmazonClientException;

    /// <summary>One plain sentence, and whether a setting must be corrected (else the server is merely away).</summary>
    public static (string Sentence, bool IsSetting) Explain(Exception exception, S3Options options) => exception switch
    {
        AmazonServiceException { ErrorCode: "NoSuchBucket" } =>
            ($"The S3 server at {options.Endpoint} has no bucket '{options.Bucket}': make it, correct 'S3:Bucket', or let the gateway make it once with S3__CreateBucket=true.", true),
        AmazonServiceException { ErrorCode: "InvalidAccessKeyId" } => ($"The S3 server at {options.Endpoint} does not know the access key: correct 'S3:AccessKey' (or the credentials file).", true),
        AmazonServiceException { ErrorCode: "SignatureDoesNotMatch" } => ($"The S3 server at {options.Endpoint} refuses the secret key: correct 'S3:SecretKey' (or the credentials file).", true),
        AmazonServiceException { ErrorCode: "RequestTimeTooSkewed" } => ($"The clocks of this computer and of the S3 server at {options.Endpoint} differ by more than 15 minutes: set the time of both.", true),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } =>
            ($"The S3 server at {options.Endpoint} does not let this access key use the bucket '{options.Bucket}': give it the right to list, read, write and delete there.", true),
        AmazonServiceException { StatusCode: HttpStatusCode.MovedPermanently or HttpStatusCode.BadRequest } refused =>
            ($"The S3 server at {options.Endpoint} refuses the request ({refused.Message}): check 'S3:Region' and 'S3:ForcePathStyle'.", true),
        _ when exception.GetBaseException() is AuthenticationException =>
            ($"The certificate of the S3 server at {options.Endpoint} is not trusted: give its authority's certificate (PEM) in 'S3:CaFile'.", true),
        _ when exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.HostNotFound } =>
            ($"There is no computer of the name in 'S3:Endpoint' ({options.Endpoint}): correct it.", true),
        _ => ($"The S3 server at {options.Endpoint} cannot be reached now ({exception.GetBaseException().Message}): images are taken and wait in the spool until it answers.", false),
    };
}

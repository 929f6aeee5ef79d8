using System.Net.Sockets;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Objects.S3;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Tells an outage, which concerns every instance and passes, from a failure of one instance, which must not hold up the others.</summary>
public static class PublicationFailures
{
    public static bool IsOutage(Exception exception) => exception switch
    {
        FileNotFoundException => false,
        IOException or UnauthorizedAccessException or SocketException or HttpRequestException or TimeoutException or OperationCanceledException => true,
        _ => IndexFailures.IsOutage(exception) || S3Failures.IsOutage(exception),
    };
}

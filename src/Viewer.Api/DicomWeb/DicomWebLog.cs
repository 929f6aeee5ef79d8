using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.DicomWeb;

/// <summary>Log catalogue of DICOMweb, event ids 4100 to 4199. UIDs yes, patient attributes never.</summary>
internal static partial class DicomWebLog
{
    [LoggerMessage(4101, LogLevel.Error, "DICOMweb {Method} {Path} failed after its first byte was sent; the connection is cut so that the client sees it")]
    public static partial void AbortedAnswer(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(4102, LogLevel.Error, "The object of instance {SopInstanceUid} is missing in the object store although the index names it")]
    public static partial void MissingObject(ILogger logger, Exception exception, string sopInstanceUid);

    [LoggerMessage(4103, LogLevel.Warning, "Instance {SopInstanceUid} cannot be decoded: {Reason}")]
    public static partial void Undecodable(ILogger logger, string sopInstanceUid, string reason);

    [LoggerMessage(4104, LogLevel.Warning, "STOW-RS part {Part} refused: {Reason}")]
    public static partial void StoreRefused(ILogger logger, int part, string reason);
}

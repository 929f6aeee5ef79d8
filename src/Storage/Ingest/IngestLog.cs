using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Log messages of ingest and publication, events 2000 to 2049.</summary>
internal static partial class IngestLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Instance {SopInstanceUid} from {CallingAETitle} refused ({Reason}): {Text}")]
    public static partial void Refused(ILogger logger, IngestRefusal reason, string? sopInstanceUid, string? callingAETitle, string text);

    [LoggerMessage(2001, LogLevel.Error, "The spool cannot be written; incoming instances are refused until it can")]
    public static partial void SpoolFailed(ILogger logger, Exception exception);

    [LoggerMessage(2010, LogLevel.Information, "{Count} acknowledged instances wait in the spool from before the start; publishing them now")]
    public static partial void Recovering(ILogger logger, long count);

    [LoggerMessage(2011, LogLevel.Error, "{Count} acknowledged instances cannot be published now, they stay in the spool; next try in {Delay}")]
    public static partial void PublishFailed(ILogger logger, int count, TimeSpan delay, Exception exception);

    [LoggerMessage(2012, LogLevel.Information, "Publishing works again")]
    public static partial void PublishRecovered(ILogger logger);

    [LoggerMessage(2013, LogLevel.Error, "Spool file {FileName} alone cannot be published; it stays in the spool and is tried again later")]
    public static partial void SetAside(ILogger logger, string fileName, Exception exception);

    [LoggerMessage(2014, LogLevel.Error, "Spool file {FileName} is not what was received; it is kept in the directory 'damaged'. Check the disk.")]
    public static partial void Damaged(ILogger logger, string fileName);

    [LoggerMessage(2017, LogLevel.Warning, "Spool file {FileName} is cut short: the power failed while it was received, and its sender was not told that it is stored. It is kept in the directory 'damaged'.")]
    public static partial void Unfinished(ILogger logger, string fileName);

    [LoggerMessage(2015, LogLevel.Warning, "Instance {SopInstanceUid} came again with other bytes; the first stays current, this one is kept as a version for a person to look at")]
    public static partial void KeptAsVersion(ILogger logger, string sopInstanceUid);

    [LoggerMessage(2016, LogLevel.Warning, "What was stored of instance {SopInstanceUid} is lost or damaged; it came again, and is whole now. Check the disk or the bucket.")]
    public static partial void MadeWhole(ILogger logger, string sopInstanceUid);
}

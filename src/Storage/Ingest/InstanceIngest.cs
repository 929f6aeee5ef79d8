using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Ingest;

/// <inheritdoc/>
internal sealed class InstanceIngest(InstanceSpool spool, PublicationQueue queue, ILogger<InstanceIngest> logger) : IInstanceIngest
{
    /// <summary>Bytes gathered before they are written, hashed and scanned in one go.</summary>
    private const int Gather = 128 << 10;

    private static readonly IngestOutcome.Refused OutOfResources = new(
        IngestRefusal.OutOfResources, "The disk for incoming images has no room left. Free disk space or enlarge the disk, then send again.");

    public async Task<IngestOutcome> IngestAsync(IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken)
    {
        var outcome = await TakeAsync(incoming, content, cancellationToken);
        if (outcome is IngestOutcome.Refused refused)
        {
            IngestLog.Refused(logger, refused.Reason, refused.SopInstanceUid?.Value, incoming.Source.CallingAETitle?.Value, refused.Text);
            await DrainAsync(content, cancellationToken);
        }

        return outcome;
    }

    public Task WhenPublishedAsync(CancellationToken cancellationToken) => queue.WhenPublishedAsync(cancellationToken);

    private async Task<IngestOutcome> TakeAsync(IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken)
    {
        if (IdentityPolicy.JudgeAnnouncement(incoming) is { } refused)
            return refused;
        SpoolFile? opened = null;
        try
        {
            opened = spool.Receive();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IngestLog.SpoolFailed(logger, e);
            return OutOfResources;
        }

        using var file = opened;
        using var reading = new InstanceReading();
        if (incoming is IncomingInstance.AnnouncedDataSet announced)
            Append(file, reading, MetaOf(announced), isLast: false);
        while (true)
        {
            var result = await content.ReadGatheredAsync(Gather, cancellationToken);
            if (result.IsCanceled)
                throw new OperationCanceledException("The peer went away.");
            Append(file, reading, result.Buffer, result.IsCompleted);
            content.AdvanceTo(result.Buffer.End);
            if (reading.Refusal is not null)
                return reading.Refusal;
            await file.RelieveAsync();
            if (file.Failure is not null)
                return Failed(file.Failure);
            if (result.IsCompleted)
                break;
        }

        return await KeepAsync(incoming, file, reading);
    }

    private async Task<IngestOutcome> KeepAsync(IncomingInstance incoming, SpoolFile file, InstanceReading reading)
    {
        if (reading.Complete() is not { } read)
            return reading.Refusal!;
        if (IdentityPolicy.Judge(incoming, read.Scan.Header) is { } mismatch)
            return mismatch;
        var entry = await CommitAsync(incoming.Source, file, read.Sha256);
        if (entry is null)
            return Failed(file.Failure);
        var identity = InstanceIdentity.Of(read.Scan.Header);
        queue.Acknowledge(new StagedObject(entry, incoming.Source, read, identity));
        return new IngestOutcome.Stored(identity.SopClass, identity.SopInstance, identity.Study, identity.Series, read.Scan.IsTruncated);
    }

    private async Task<SpoolEntry?> CommitAsync(InstanceSource source, SpoolFile file, string sha256)
    {
        try
        {
            return await file.CommitAsync(spool.Sources.KeyOf(source), sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IngestLog.SpoolFailed(logger, e);
            return null;
        }
    }

    private static void Append(SpoolFile file, InstanceReading reading, in ReadOnlySequence<byte> bytes, bool isLast)
    {
        file.Write(bytes);
        reading.Push(bytes, isLast);
    }

    private static ReadOnlySequence<byte> MetaOf(IncomingInstance.AnnouncedDataSet announced)
    {
        var meta = new ArrayBufferWriter<byte>(512);
        FileMetaInformation.Write(meta, announced.SopClassUid, announced.SopInstanceUid, announced.TransferSyntaxUid, announced.Source.CallingAETitle);
        return new ReadOnlySequence<byte>(meta.WrittenMemory);
    }

    private IngestOutcome.Refused Failed(IOException? failure)
    {
        if (failure is not null)
            IngestLog.SpoolFailed(logger, failure);
        return OutOfResources;
    }

    /// <summary>Reads past what was refused so that the association can go on.</summary>
    private static async Task DrainAsync(PipeReader content, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await content.ReadAsync(cancellationToken);
            content.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
                return;
        }
    }
}

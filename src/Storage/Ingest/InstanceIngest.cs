using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
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

    public async Task<Task<IngestOutcome>> ReceiveAsync(IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken)
    {
        var (received, refused) = await TakeAsync(incoming, content, cancellationToken);
        if (received is not null)
            return KeepAsync(incoming, received.Value.File, received.Value.Read);
        Log(incoming, refused!);
        await DrainAsync(content, cancellationToken);
        return Task.FromResult<IngestOutcome>(refused!);
    }

    public Task WhenPublishedAsync(CancellationToken cancellationToken) => queue.WhenPublishedAsync(cancellationToken);

    public WaitingInstances Waiting() => spool.Waiting();

    private async Task<((SpoolFile File, ReadInstance Read)? Received, IngestOutcome.Refused? Refused)> TakeAsync(
        IncomingInstance incoming, PipeReader content, CancellationToken cancellationToken)
    {
        if (IdentityPolicy.JudgeAnnouncement(incoming) is { } refused)
            return (null, refused);
        SpoolFile? file = null;
        try
        {
            file = spool.Receive();
            var (read, refusal) = await ReadAsync(incoming, file, content, cancellationToken);
            if (read is null)
                return (null, refusal);
            var received = (file, read);
            file = null;
            return (received, null);
        }
        catch (Exception e) when (file is null && e is IOException or UnauthorizedAccessException)
        {
            IngestLog.SpoolFailed(logger, e);
            return (null, OutOfResources);
        }
        finally
        {
            file?.Dispose();
        }
    }

    private async Task<(ReadInstance? Read, IngestOutcome.Refused? Refused)> ReadAsync(
        IncomingInstance incoming, SpoolFile file, PipeReader content, CancellationToken cancellationToken)
    {
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
                return (null, reading.Refusal);
            await file.RelieveAsync();
            if (file.Failure is not null)
                return (null, Failed(file.Failure));
            if (result.IsCompleted)
                break;
        }

        if (reading.Complete() is not { } read)
            return (null, reading.Refusal);
        return IdentityPolicy.Judge(incoming, read.Scan.Header) is { } mismatch ? (null, mismatch) : (read, null);
    }

    private async Task<IngestOutcome> KeepAsync(IncomingInstance incoming, SpoolFile file, ReadInstance read)
    {
        using (file)
        {
            var identity = InstanceIdentity.Of(read.Scan.Header);
            var entry = await CommitAsync(incoming.Source, file, read.Sha256, identity.SopInstance);
            if (entry is null)
            {
                Log(incoming, Failed(file.Failure));
                return OutOfResources;
            }

            queue.Acknowledge(new StagedObject(entry, incoming.Source, read, identity));
            return new IngestOutcome.Stored(identity.SopClass, identity.SopInstance, identity.Study, identity.Series, read.Scan.IsTruncated);
        }
    }

    private void Log(IncomingInstance incoming, IngestOutcome.Refused refused) =>
        IngestLog.Refused(logger, refused.Reason, refused.SopInstanceUid?.Value, incoming.Source.CallingAETitle?.Value, refused.Text);

    private async Task<SpoolEntry?> CommitAsync(InstanceSource source, SpoolFile file, string sha256, Uid sopInstance)
    {
        try
        {
            return await file.CommitAsync(spool.Sources.KeyOf(source), sha256, sopInstance);
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

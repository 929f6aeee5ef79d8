using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding.WebFrames;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Transcoding.Compression;

/// <summary>
/// Compresses the images of studies that have long not changed, without loss: written anew, proven the same by decoding, put in place of the original in one transaction. Studies
/// that something keeps (a frozen manifest, a legal hold, a deletion mark, versions to decide about) stay as received. Study by study: whoever is interrupted goes on with the next.
/// </summary>
public sealed partial class ColdCompression(
    IInstanceRetrieve retrieve, IRecodingIndex index, InstanceTranscoder transcoder, SameInstance same, InstanceReplacement replacement, WebFrameStore webFrames, IAuditTrail audit, StorageOptions storage,
    TranscodingOptions options, TimeProvider time, ILogger<ColdCompression> log)
{
    /// <summary>The lease under which one node does it.</summary>
    public const string Lease = "transcoding/compression";

    /// <summary>The transfer syntaxes that are compressed: implicit and explicit little endian, big endian, deflated.</summary>
    public static readonly IReadOnlyCollection<string> Uncompressed = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"];

    private const int StudiesAtOnce = 20, MostFiles = 64;
    private const long MostBytes = 64L << 20;

    /// <summary>Not worth it unless a tenth is saved.</summary>
    private const double WorthIt = 0.9;

    /// <summary>The run that goes on, or the last one of this process; null before the first.</summary>
    public CompressionReport? LastRun { get; private set; }

    /// <summary>Compresses whatever is cold. Run under <see cref="Lease"/>; running twice at once does no harm but costs.</summary>
    /// <param name="age">Studies in which nothing changed for so long.</param>
    /// <param name="progress">Told after each study.</param>
    /// <param name="cancellationToken">Stops between two studies, or within one; the next run goes on.</param>
    public async Task<CompressionReport> RunAsync(TimeSpan age, IProgress<CompressionReport>? progress, CancellationToken cancellationToken)
    {
        var report = LastRun = new CompressionReport(0, 0, 0, 0, 0);
        while (await index.ColdAsync(time.GetUtcNow() - age, Uncompressed, StudiesAtOnce, cancellationToken) is { Count: > 0 } cold)
        {
            foreach (var study in cold)
            {
                report = LastRun = await StudyAsync(study, report, cancellationToken);
                progress?.Report(report);
            }
        }

        return LastRun = report with { EndedAt = time.GetUtcNow() };
    }

    private async Task<CompressionReport> StudyAsync(Uid study, CompressionReport before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var report = before with { Studies = before.Studies + 1 };
        if (await replacement.ReasonToKeepAsync(study, cancellationToken) is null)
        {
            using var scratch = new ScratchDirectory(Path.Combine(storage.Data, "recoding"), now);
            var files = new List<RecodedFile>();
            await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Study(study), cancellationToken))
            {
                if (!Uncompressed.Contains(stored.TransferSyntaxUid.Value) || stored.NumberOfFrames == 0)
                    continue;
                if (files.Count > 0 && (files.Count == MostFiles || files[0].Was.SeriesInstanceUid != stored.SeriesInstanceUid || files.Sum(file => file.Was.Length) >= MostBytes))
                    report = await ReplaceAsync(study, files, report, cancellationToken);
                if (await RecodeAsync(stored, scratch.Path, cancellationToken) is { } file)
                    files.Add(file);
                else
                    report = report with { Kept = report.Kept + 1 };
            }

            report = await ReplaceAsync(study, files, report, cancellationToken);
            if (report.Compressed > before.Compressed)
                await NoteAsync(study, before, report, cancellationToken);
        }

        await index.DoneAsync(study, now, cancellationToken);
        return report;
    }

    private async Task<CompressionReport> ReplaceAsync(Uid study, List<RecodedFile> files, CompressionReport report, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
            return report;
        var (before, after) = (files.Sum(file => file.Was.Length), files.Sum(file => new FileInfo(file.Path).Length));
        var replaced = await replacement.RunAsync(study, files, TimeSpan.FromDays(options.KeepOriginalDays), cancellationToken);
        foreach (var file in files)
            File.Delete(file.Path);
        webFrames.Forget([.. files.Select(file => file.Was.ObjectKey)]);
        report = replaced == files.Count
            ? report with { Compressed = report.Compressed + replaced, BytesBefore = report.BytesBefore + before, BytesAfter = report.BytesAfter + after }
            : report with { Compressed = report.Compressed + replaced, Kept = report.Kept + files.Count - replaced };
        files.Clear();
        return report;
    }

    /// <summary>The instance in the other syntax, proven; null when it stays as received.</summary>
    private async Task<RecodedFile?> RecodeAsync(StoredInstance stored, string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, Guid.NewGuid().ToString("n"));
        try
        {
            await using (var body = await transcoder.TranscodeAsync(stored, options.CompressionSyntax, cancellationToken))
            await using (var file = File.Create(path))
            {
                var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
                await body.WriteAsync(output, cancellationToken);
                await output.CompleteAsync();
                DurableFile.Flush(file);
            }

            if (new FileInfo(path).Length < stored.Length * WorthIt)
            {
                if (await same.DifferenceAsync(stored, path, cancellationToken) is not { } difference)
                    return new RecodedFile(stored, path);
                LogKept(stored.SopInstanceUid.Value, difference);
            }
        }
        catch (Exception refusal) when (refusal is UndecodableFrameException or MalformedDataSetException or InvalidDataException or DamagedInstanceException or FileNotFoundException or EndOfStreamException)
        {
            LogKept(stored.SopInstanceUid.Value, refusal.Message);
        }

        File.Delete(path);
        return null;
    }

    private async Task NoteAsync(Uid study, CompressionReport before, CompressionReport after, CancellationToken cancellationToken)
    {
        var (instances, old, now) = (after.Compressed - before.Compressed, after.BytesBefore - before.BytesBefore, after.BytesAfter - before.BytesAfter);
        LogCompressed(study.Value, instances, old, now);
        await audit.AppendAsync(
            new AuditEvent(time.GetUtcNow(), AuditAction.Store, "gateway", null, study, null, AuditOutcome.Success, AuditForms.Compressed.With(options.CompressionSyntax.Uid, old, now))
            {
                Instances = instances,
            },
            cancellationToken);
    }

    [LoggerMessage(EventId = 6020, Level = LogLevel.Information, Message = "Study {Study} was compressed without loss: {Instances} instances, {Before} to {After} bytes")]
    private partial void LogCompressed(string study, long instances, long before, long after);

    [LoggerMessage(EventId = 6021, Level = LogLevel.Information, Message = "Instance {Instance} stays as received: {Reason}")]
    private partial void LogKept(string instance, string reason);
}

using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>Sends Part 10 files as they are, in as few associations as their presentation contexts need.</summary>
public static class DicomSender
{
    // The meta group of real files is below 1 KB; a preamble and some hundred private bytes more are no reason to fail.
    private const int LongestStart = 64 << 10;

    /// <summary>Sends files in order.</summary>
    /// <param name="peer">To whom.</param>
    /// <param name="calling">Own title.</param>
    /// <param name="files">Paths.</param>
    /// <param name="progress">Told after every file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SendReport> SendFilesAsync(
        DicomPeer peer, AETitle calling, IReadOnlyList<string> files, IProgress<SendReport>? progress = null, CancellationToken cancellationToken = default)
    {
        var report = new SendReport(0, []);
        var announced = new List<(string Path, FileMetaInformation Meta)>();
        foreach (var file in files)
        {
            if (await TryReadMetaAsync(file, cancellationToken) is { } meta)
                announced.Add((file, meta));
            else
                report = report.Fail(file, "it is no DICOM file");
        }

        var proposals = StoreProposals.For(announced.Select(file => (file.Meta.SopClassUid, file.Meta.TransferSyntaxUid)));
        foreach (var batch in announced.GroupBy(file => proposals.BatchOf(file.Meta.SopClassUid, file.Meta.TransferSyntaxUid)))
        {
            var connection = await DicomScu.ConnectAsync(peer, calling, proposals.Batches[batch.Key], cancellationToken);
            await using var scu = (connection as ScuConnection.Established)?.Scu;
            foreach (var (path, meta) in batch)
            {
                var fault = scu is null ? connection.ToString() : await SendAsync(scu, path, meta, cancellationToken);
                report = fault is null ? report with { Sent = report.Sent + 1 } : report.Fail(path, fault);
                progress?.Report(report);
            }
        }

        return report;
    }

    // Null when all went well.
    private static async Task<string?> SendAsync(DicomScu scu, string path, FileMetaInformation meta, CancellationToken cancellationToken)
    {
        if (scu.Contexts.Find(meta.SopClassUid, meta.TransferSyntaxUid) is not { } context)
            return $"the peer does not accept its SOP class {meta.SopClassUid} in transfer syntax {meta.TransferSyntaxUid}";
        await using var stream = File.OpenRead(path);
        stream.Position = meta.DataSetOffset;
        var outcome = await scu.StoreAsync(context, meta.SopInstanceUid, stream, stream.Length - meta.DataSetOffset, cancellationToken);
        return outcome switch
        {
            ScuOutcome.Answered { Status.Kind: StatusKind.Success or StatusKind.Warning } => null,
            ScuOutcome.Answered answered => $"the peer answered {answered.Status}{(answered.Comment is null ? string.Empty : ": " + answered.Comment)}",
            _ => ((ScuOutcome.Lost)outcome).Reason,
        };
    }

    private static async Task<FileMetaInformation?> TryReadMetaAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var start = new byte[Math.Min(LongestStart, stream.Length)];
        await stream.ReadExactlyAsync(start, cancellationToken);
        try
        {
            return FileMetaInformation.TryRead(start, start.Length == stream.Length, out var meta) ? meta : null;
        }
        catch (MalformedDataSetException)
        {
            return null;
        }
    }
}

/// <summary>How a sending went.</summary>
/// <param name="Sent">Files the peer answered for.</param>
/// <param name="Failures">Path and reason of the others.</param>
public sealed record SendReport(int Sent, IReadOnlyList<(string Path, string Reason)> Failures)
{
    internal SendReport Fail(string path, string reason) => this with { Failures = [.. Failures, (path, reason)] };
}

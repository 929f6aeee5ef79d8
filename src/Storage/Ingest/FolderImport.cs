using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Feeds every file below a directory through the door, a few at a time. Files that are no instances are told, never touched.</summary>
public sealed class FolderImport(IInstanceIngest ingest)
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
    };

    /// <summary>One answer per file, as they come. What is stored is durable when it is told, and visible after <see cref="IInstanceIngest.WhenPublishedAsync"/>.</summary>
    /// <param name="directory">Walked with all its directories; links are not followed.</param>
    /// <param name="parallelism">Files on their way at once.</param>
    /// <param name="userName">Who imports, for the record.</param>
    /// <param name="cancellationToken">Stops; files already told stay.</param>
    /// <exception cref="DirectoryNotFoundException">No such directory.</exception>
    public async IAsyncEnumerable<ImportedFile> ImportAsync(
        string directory, int parallelism = 4, string? userName = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no directory {directory}.");
        var source = new InstanceSource(IngestOrigin.Import, null, null, null, userName);
        var answers = Channel.CreateBounded<ImportedFile>(parallelism * 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walk = WalkAsync(directory, parallelism, source, answers.Writer, stop.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken))
                yield return answer;
        }
        finally
        {
            await stop.CancelAsync();
            await walk;
        }
    }

    private async Task WalkAsync(string directory, int parallelism, InstanceSource source, ChannelWriter<ImportedFile> answers, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Directory.EnumerateFiles(directory, "*", Everything), options, async (path, cancel) =>
                await answers.WriteAsync(await ImportAsync(directory, path, source, cancel), cancel));
            answers.Complete();
        }
#pragma warning disable CA1031 // whoever reads the answers gets it
        catch (Exception e)
#pragma warning restore CA1031
        {
            answers.TryComplete(e);
        }
    }

    private async Task<ImportedFile> ImportAsync(string directory, string path, InstanceSource source, CancellationToken cancellationToken)
    {
        var name = Path.GetRelativePath(directory, path);
        if (Path.GetFileName(path).Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase))
            return new ImportedFile(name, ImportResult.Skipped, "The directory of a disc, not an image.");
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            var content = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 128 << 10, minimumReadSize: 64 << 10, leaveOpen: true));
            var outcome = await ingest.IngestAsync(new IncomingInstance.Part10File(source), content, cancellationToken);
            await content.CompleteAsync();
            return outcome is IngestOutcome.Refused refused
                ? new ImportedFile(name, ImportResult.Refused, refused.Text, refused.Reason)
                : new ImportedFile(name, ImportResult.Stored, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ImportedFile(name, ImportResult.Unreadable, e.Message);
        }
    }
}

using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Feeds the files of a directory or a disc through the door, a few at a time. Files that are no instances are told, never touched.</summary>
public sealed class FolderImport(IInstanceIngest ingest)
{
    /// <summary>One answer per file, as they come. What is stored is durable when it is told, and visible after <see cref="IInstanceIngest.WhenPublishedAsync"/>.</summary>
    /// <param name="path">A directory or a DICOMDIR, see <see cref="ImportFiles"/>.</param>
    /// <param name="parallelism">Files on their way at once.</param>
    /// <param name="userName">Who imports, for the record.</param>
    /// <param name="journal">Files it has are passed over; null: none.</param>
    /// <param name="cancellationToken">Stops; files already told stay.</param>
    /// <exception cref="DirectoryNotFoundException">No such directory.</exception>
    /// <exception cref="InvalidDataException">No DICOMDIR.</exception>
    public async IAsyncEnumerable<ImportedFile> ImportAsync(
        string path, int parallelism = 4, string? userName = null, ImportJournal? journal = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var files = ImportFiles.Of(path);
        var source = new InstanceSource(IngestOrigin.Import, null, null, null, userName);
        var answers = Channel.CreateBounded<ImportedFile>(parallelism * 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walk = WalkAsync(files, parallelism, source, journal, answers.Writer, stop.Token);
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

    private async Task WalkAsync(
        IEnumerable<(string Name, string? Path)> files, int parallelism, InstanceSource source, ImportJournal? journal, ChannelWriter<ImportedFile> answers, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(files, options, async (file, cancel) =>
                await answers.WriteAsync(await ImportAsync(file.Name, file.Path, source, journal, cancel), cancel));
            answers.Complete();
        }
#pragma warning disable CA1031 // whoever reads the answers gets it
        catch (Exception e)
#pragma warning restore CA1031
        {
            answers.TryComplete(e);
        }
    }

    private async Task<ImportedFile> ImportAsync(string name, string? path, InstanceSource source, ImportJournal? journal, CancellationToken cancellationToken)
    {
        if (path is null)
            return new ImportedFile(name, ImportResult.Unreadable, "The disc's directory names this file, but it is not on the disc.");
        if (Path.GetFileName(path).Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase))
            return new ImportedFile(name, ImportResult.Skipped, "The directory of a disc, not an image.");
        try
        {
            var info = new FileInfo(path);
            if (journal?.Has(name, info) == true)
                return new ImportedFile(name, ImportResult.StoredBefore, null);
            var answer = await ImportAsync(name, path, source, cancellationToken);
            if (answer.Result == ImportResult.Stored)
                journal?.Add(name, info);
            return answer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ImportedFile(name, ImportResult.Unreadable, e.Message);
        }
    }

    private async Task<ImportedFile> ImportAsync(string name, string path, InstanceSource source, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var content = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 128 << 10, minimumReadSize: 64 << 10, leaveOpen: true));
        var outcome = await ingest.IngestAsync(new IncomingInstance.Part10File(source), content, cancellationToken);
        await content.CompleteAsync();
        return outcome is IngestOutcome.Refused refused
            ? new ImportedFile(name, ImportResult.Refused, refused.Text, refused.Reason)
            : new ImportedFile(name, ImportResult.Stored, null);
    }
}

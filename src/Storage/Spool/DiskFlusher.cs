using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// A few threads that wait for the disk so that pool threads do not. Several flushes at once share one commit of the
/// file system's journal; more than a handful gains nothing.
/// </summary>
internal sealed class DiskFlusher : IDisposable
{
    private const int Threads = 8;
    private readonly BlockingCollection<Request> _requests = [];

    public DiskFlusher()
    {
        for (var i = 0; i < Threads; i++)
            new Thread(Work) { IsBackground = true, Name = $"disk flush {i}" }.Start();
    }

    /// <summary>Completes when the file's bytes, and the names in the directory, are durable.</summary>
    public Task FlushAsync(SafeFileHandle file, DirectoryFlush? directory)
    {
        var request = new Request(file, directory);
        _requests.Add(request);
        return request.Done.Task;
    }

    public void Dispose() => _requests.CompleteAdding();

    private void Work()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            try
            {
                RandomAccess.FlushToDisk(request.File);
                request.Directory?.Flush();
                request.Done.SetResult();
            }
#pragma warning disable CA1031 // handed to the caller, who awaits
            catch (Exception e)
#pragma warning restore CA1031
            {
                request.Done.SetException(e);
            }
        }
    }

    private sealed record Request(SafeFileHandle File, DirectoryFlush? Directory)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

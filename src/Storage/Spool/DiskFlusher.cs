using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// A few threads that wait for the disk so that pool threads do not. Several flushes at once share one commit of the
/// file system's journal; more than a handful gains nothing. They sleep on a monitor, which does not spin: eight threads
/// spinning for the next instance cost more than flushing it.
/// </summary>
internal sealed class DiskFlusher : IDisposable
{
    private const int Threads = 8;
    private readonly Queue<Request> _requests = new();
    private bool _isComplete;

    public DiskFlusher()
    {
        for (var i = 0; i < Threads; i++)
            new Thread(Work) { IsBackground = true, Name = $"disk flush {i}" }.Start();
    }

    /// <summary>Completes when the file's bytes, and the names in the directory, are durable.</summary>
    public Task FlushAsync(SafeFileHandle file, DirectoryFlush? directory)
    {
        var request = new Request(file, directory);
        lock (_requests)
        {
            ObjectDisposedException.ThrowIf(_isComplete, this);
            _requests.Enqueue(request);
            Monitor.Pulse(_requests);
        }

        return request.Done.Task;
    }

    /// <summary>What was asked for is still flushed.</summary>
    public void Dispose()
    {
        lock (_requests)
        {
            _isComplete = true;
            Monitor.PulseAll(_requests);
        }
    }

    private void Work()
    {
        while (Next() is { } request)
        {
            try
            {
                FileSystemCalls.Flush(request.File);
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

    private Request? Next()
    {
        lock (_requests)
        {
            Request? request;
            while (!_requests.TryDequeue(out request) && !_isComplete)
                Monitor.Wait(_requests);
            return request;
        }
    }

    private sealed record Request(SafeFileHandle File, DirectoryFlush? Directory)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

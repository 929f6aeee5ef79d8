using System.Buffers;
using ImagingGateway.Dicom.Values;
using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.Storage.Spool;

/// <summary>
/// An instance on its way to the disk. Written straight from the receiver's buffers; disposing without
/// <see cref="CommitAsync"/> leaves nothing behind. One writer.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    /// <summary>Large instances are flushed now and then on the way so that the last flush, which the peer waits for, stays short.</summary>
    private const long FlushEvery = 64L << 20;

    private readonly InstanceSpool _spool;
    private readonly SafeFileHandle _handle;
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private string _path;
    private long _flushed;
    private bool _committed;

    public SpoolFile(InstanceSpool spool, string path)
    {
        _spool = spool;
        _path = path;
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Bytes taken.</summary>
    public long Length { get; private set; }

    /// <summary>Why the disk takes no more; null while all is well.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Appends. After a failure nothing more is written.</summary>
    public void Write(in ReadOnlySequence<byte> bytes)
    {
        if (Failure is not null || bytes.IsEmpty)
            return;
        if (!_spool.Space.TryTake(bytes.Length))
        {
            Failure = new IOException("The free space kept in reserve is reached.");
            return;
        }

        _pieces.Clear();
        foreach (var piece in bytes)
            _pieces.Add(piece);
        try
        {
            RandomAccess.Write(_handle, _pieces, Length);
            Length += bytes.Length;
        }
        catch (IOException e)
        {
            Failure = e;
        }

        _pieces.Clear();
    }

    /// <summary>Passes on what lies in the page cache of a large instance.</summary>
    public async ValueTask RelieveAsync()
    {
        if (Failure is not null || Length - _flushed < FlushEvery)
            return;
        _flushed = Length;
        try
        {
            await _spool.Flusher.FlushAsync(_handle, directory: null);
        }
        catch (IOException e)
        {
            Failure = e;
        }
    }

    /// <summary>
    /// Gives the file its final name, then makes bytes and name durable in one go. The entry is held
    /// (<see cref="InstanceSpool.Release"/>) so that no listing finds it before its reader has it.
    /// </summary>
    /// <returns>Null when the disk failed; nothing is kept then.</returns>
    public async Task<SpoolEntry?> CommitAsync(string sourceKey, string sha256, Uid sopInstance)
    {
        if (Failure is not null)
            return null;
        var (entry, segment) = _spool.Enter(sourceKey, Length, sha256, sopInstance);
        try
        {
            FaultPoints.Reach(FaultPoints.Written);
            var path = _spool.PathOf(entry);
            File.Move(_path, path);
            _path = path;
            FaultPoints.Reach(FaultPoints.Named);
            await _spool.Flusher.FlushAsync(_handle, segment.Flush);
            FaultPoints.Reach(FaultPoints.Flushed);
            _committed = true;
            return entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e as IOException ?? new IOException(e.Message, e);
            return null;
        }
        finally
        {
            if (!_committed)
            {
                Discard();
                _spool.Forget(entry);
            }
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        if (!_committed)
            Discard();
    }

    private void Discard()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a partial file that cannot be removed now is swept at the next start
        }
    }
}

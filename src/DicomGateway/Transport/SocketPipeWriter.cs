using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace ImagingGateway.DicomGateway.Transport;

/// <summary>Gathers what is written between two flushes in one buffer and sends it by one call.</summary>
internal sealed class SocketPipeWriter(Socket socket) : PipeWriter, IDisposable
{
    private const int Least = 4096;
    private CancellationTokenSource _cancel = new();
    private byte[] _buffer = [];
    private int _count;
    private volatile bool _isPending;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _count;

    /// <inheritdoc/>
    public override void Advance(int bytes) => _count += bytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _count + Math.Max(sizeHint, 1);
        if (needed > _buffer.Length)
            Grow(Math.Max(needed, Least));
        return _buffer.AsMemory(_count);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection is gone.</exception>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            for (var sent = 0; sent < _count;)
                sent += await SendAsync(_buffer.AsMemory(sent, _count - sent), cancellationToken);
            return default;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _cancel.Dispose();
            _cancel = new CancellationTokenSource();
            return new FlushResult(isCanceled: true, isCompleted: false);
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
        {
            throw new IOException("The connection was lost while sending.", lost);
        }
        finally
        {
            _count = 0;
        }
    }

    /// <summary>Ends a flush that waits for the peer. Without one nothing happens, so that an A-ABORT can still be sent.</summary>
    public override void CancelPendingFlush()
    {
        try
        {
            if (_isPending)
                _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A watch may look once more while the connection closes.
        }
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _count = 0;
    }

    public void Dispose()
    {
        Complete();
        _cancel.Dispose();
    }

    // A send the kernel takes at once, which is the rule, registers nothing.
    private async ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = socket.SendAsync(bytes, SocketFlags.None, _cancel.Token);
        if (pending.IsCompletedSuccessfully)
            return pending.Result;
        _isPending = true;
        await using (cancellationToken.UnsafeRegister(static state => ((SocketPipeWriter)state!).CancelPendingFlush(), this))
        {
            try
            {
                return await pending;
            }
            finally
            {
                _isPending = false;
            }
        }
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(0, _count).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

using System.Buffers;
using System.IO.Compression;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// Inflates bytes as they come (PS3.5 A.5). Raw deflate; also the zlib wrapping that some writers add and the plain
/// data set that others send under the deflated syntax.
/// </summary>
internal sealed class PushInflater : IDisposable
{
    private const int SniffLength = 8;

    private readonly long _maxBytes;
    private readonly ReadOnlySpanAction<byte> _output;
    private readonly Feed _feed = new();
    private readonly byte[] _start = new byte[SniffLength];
    private int _started;
    private Stream? _inflater;
    private bool _isPlain;
    private bool _isDone;
    private long _total;

    public delegate void ReadOnlySpanAction<T>(ReadOnlySpan<T> bytes);

    public PushInflater(long maxBytes, ReadOnlySpanAction<byte> output)
    {
        _maxBytes = maxBytes;
        _output = output;
    }

    /// <summary>What was wrong with the stream; null when it is as PS3.5 A.5 demands.</summary>
    public string? Flaw => _isPlain ? "a plain data set where a deflated one was declared" : _inflater is ZLibStream ? "zlib wrapping around the deflated data set" : null;

    /// <summary>Takes the next deflated bytes.</summary>
    /// <exception cref="MalformedDataSetException">They are no deflate stream, or inflate beyond the bound.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (_inflater is null && !_isPlain)
        {
            var count = Math.Min(bytes.Length, SniffLength - _started);
            bytes[..count].CopyTo(_start.AsSpan(_started));
            _started += count;
            bytes = bytes[count..];
            if (_started < SniffLength)
                return;
            Begin();
        }

        Continue(bytes);
    }

    /// <summary>No more bytes will come. False when the stream was cut.</summary>
    public bool Complete()
    {
        if (_inflater is null && !_isPlain)
            Begin();
        return _isPlain || _isDone || Drain(true);
    }

    public void Dispose() => _inflater?.Dispose();

    private void Begin()
    {
        var start = _start.AsSpan(0, _started);
        _isPlain = _started == SniffLength && SyntaxSniffer.IsPlain(start);
        if (!_isPlain)
            _inflater = IsZlib(start) ? new ZLibStream(_feed, CompressionMode.Decompress) : new DeflateStream(_feed, CompressionMode.Decompress);
        Continue(start.ToArray());
    }

    private void Continue(ReadOnlySpan<byte> bytes)
    {
        if (_isPlain)
        {
            _output(bytes);
            return;
        }

        while (!bytes.IsEmpty && !_isDone)
        {
            bytes = bytes[_feed.Fill(bytes)..];
            Drain(false);
        }
    }

    // True when the end of the stream was seen.
    private bool Drain(bool isEnd)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (true)
            {
                var count = _inflater!.Read(buffer, 0, buffer.Length);
                if (count == 0)
                {
                    // The stream takes no more input once it met its own end.
                    _isDone = _feed.Available > 0;
                    return _isDone || isEnd;
                }

                _total += count;
                if (_total > _maxBytes)
                    throw new MalformedDataSetException($"The deflated data set becomes more than {_maxBytes} bytes.", _total);
                _output(buffer.AsSpan(0, count));
            }
        }
        catch (InvalidDataException)
        {
            if (isEnd)
                return false;
            throw new MalformedDataSetException($"The deflated data set is damaged (after {_total} inflated bytes).", _total);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // RFC 1950: 0x78 and a check value. A raw stream could begin so only with a stored block, whose length would have to be its complement.
    private static bool IsZlib(ReadOnlySpan<byte> start) =>
        start.Length >= 2 && start[0] == 0x78 && ((start[0] << 8) | start[1]) % 31 == 0 && (start[1] & 0x20) == 0;

    /// <summary>What the decompressor reads from: the bytes pushed and not yet taken.</summary>
    private sealed class Feed : Stream
    {
        private readonly byte[] _bytes = new byte[16 * 1024];
        private int _start;
        private int _end;

        public int Available => _end - _start;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public int Fill(ReadOnlySpan<byte> bytes)
        {
            var count = Math.Min(bytes.Length, _bytes.Length);
            bytes[..count].CopyTo(_bytes);
            _start = 0;
            _end = count;
            return count;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, Available);
            _bytes.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

namespace ImagingGateway.Storage.Objects.Packs;

/// <summary>The bytes of a pack as one stream; at most one spool file is open at a time.</summary>
internal sealed class PackStream(IReadOnlyList<PackSegment> segments, long length) : Stream
{
    private int _current;
    private FileStream? _file;
    private int _fileOf = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Find() is not { } segment)
            return 0;
        var (from, count) = (Position - segment.Start, (int)Math.Min(buffer.Length, segment.Start + segment.Length - Position));
        if (segment.File is { } file)
            count = Whole(FileAt(file, from).Read(buffer[..count]), count, file);
        else
            segment.Bytes.Span.Slice((int)from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Find() is not { File: { } file } segment)
            return Read(buffer.Span);
        var count = (int)Math.Min(buffer.Length, segment.Start + segment.Length - Position);
        count = Whole(await FileAt(file, Position - segment.Start).ReadAsync(buffer[..count], cancellationToken), count, file);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        base.Dispose(disposing);
    }

    private PackSegment? Find()
    {
        if (Position >= length)
            return null;
        if (Position < segments[_current].Start)
            _current = 0;
        while (Position >= segments[_current].Start + segments[_current].Length)
            _current++;
        return segments[_current];
    }

    private FileStream FileAt(StagedFile file, long position)
    {
        if (_fileOf != _current)
        {
            _file?.Dispose();
            (_file, _fileOf) = (PackSegment.OpenFile(file.Path), _current);
        }

        if (_file!.Position != position)
            _file.Position = position;
        return _file;
    }

    private static int Whole(int read, int wanted, StagedFile file) => read > 0 || wanted == 0 ? read : throw new DamagedFileException(file.Path);
}

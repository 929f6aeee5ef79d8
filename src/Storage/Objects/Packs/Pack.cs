using System.Buffers;
using System.Security.Cryptography;

namespace ImagingGateway.Storage.Objects.Packs;

/// <summary>
/// A tar archive that does not exist yet: headers in memory, files in the spool. Known beforehand: its length and where each file will
/// lie in it. <see cref="HashAsync"/> reads it once, <see cref="Open"/> again for sending.
/// </summary>
internal sealed class Pack
{
    private const int Piece = 256 << 10;
    private readonly List<PackSegment> _segments = [];

    public Pack(IReadOnlyList<StagedFile> files)
    {
        var offsets = new long[files.Count];
        for (var i = 0; i < files.Count; i++)
        {
            var length = new FileInfo(files[i].Path).Length;
            var header = TarHeader.Of(
                ObjectKey.NameOf(files[i].Key), length, files[i].ReceivedAt ?? DateTimeOffset.UnixEpoch, ObjectFacts.Write(files[i].Sha256, files[i].Source));
            Add(new PackSegment(Length, header.Length, header, null));
            offsets[i] = Length;
            Add(new PackSegment(Length, length, default, files[i]));
            var padding = TarHeader.PaddingOf(length);
            Add(new PackSegment(Length, padding, new byte[padding], null));
        }

        Add(new PackSegment(Length, TarHeader.End, new byte[TarHeader.End], null)); // the end of an archive
        Offsets = offsets;
    }

    /// <summary>Of the archive.</summary>
    public long Length { get; private set; }

    /// <summary>Of the first byte of each file, in the order given.</summary>
    public IReadOnlyList<long> Offsets { get; }

    /// <summary>MD5 of the archive, for the server to compare; every file is compared with its own SHA-256 on the way.</summary>
    /// <exception cref="DamagedFileException">A file is not what it should be.</exception>
    public async Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var one = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            foreach (var segment in _segments)
            {
                if (segment.File is not { } file)
                {
                    whole.AppendData(segment.Bytes.Span);
                    continue;
                }

                await using var content = PackSegment.OpenFile(file.Path);
                var left = segment.Length;
                while (left > 0 && await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken) is > 0 and var read)
                {
                    whole.AppendData(buffer, 0, read);
                    one.AppendData(buffer, 0, read);
                    left -= read;
                }

                var sha256 = Convert.ToHexStringLower(one.GetHashAndReset());
                if (left > 0 || (file.Sha256 ?? sha256) != sha256)
                    throw new DamagedFileException(file.Path);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return whole.GetHashAndReset();
    }

    /// <summary>Its bytes, from any position.</summary>
    public Stream Open() => new PackStream(_segments, Length);

    private void Add(PackSegment segment)
    {
        if (segment.Length == 0)
            return;
        _segments.Add(segment);
        Length += segment.Length;
    }
}

using System.IO.Compression;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Retrieve;

/// <inheritdoc/>
internal sealed class ArchiveReader(IRetrievalIndex index, IObjectStore objects, DamagedReads damaged, StorageOptions options) : IInstanceRetrieve
{
    /// <summary>Fragments of one frame at most this far apart are read in one go, item headers and all.</summary>
    private const long LargestGap = 64 << 10;

    private readonly bool _isChecking = objects.Packing is not null || options.CheckFilesOnRead;
    private readonly RecentlyUsed<string, DataSet> _headers = new(capacity: 32);
    private readonly RecentlyUsed<string, FrameIndex> _frames = new(capacity: 256);

    public IAsyncEnumerable<StoredInstance> LocateAsync(RetrieveScope scope, CancellationToken cancellationToken) =>
        index.LocateAsync(scope, cancellationToken);

    public IAsyncEnumerable<InstanceMetadata> MetadataAsync(RetrieveScope scope, CancellationToken cancellationToken) =>
        index.MetadataAsync(scope, cancellationToken);

    public async Task<DataSet> HeaderAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        if (_headers.Find(instance.ObjectKey) is { } kept)
            return kept;
        var frames = await FramesAsync(instance, cancellationToken);
        var end = frames?.Frames.SelectMany(runs => runs).FirstOrDefault().Offset ?? long.MaxValue;
        await using var content = await OpenDataSetRangeAsync(instance, 0, end > 0 ? end : long.MaxValue, inflate: true, cancellationToken);
        var (header, length) = await HeaderReading.ReadAsync(content, TransferSyntax.Of(instance.TransferSyntaxUid), cancellationToken);
        if (length <= HeaderReading.LargestKept)
            _headers.Keep(instance.ObjectKey, header);
        return header;
    }

    public async Task<FrameIndex?> FramesAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        if (instance.NumberOfFrames == 0)
            return null;
        if (_frames.Find(instance.ObjectKey) is { } kept)
            return kept;
        if ((instance.FrameIndex ?? await index.FrameIndexAsync(instance, cancellationToken)) is not { } bytes)
            return null;
        var frames = FrameIndex.FromBytes(bytes);
        if (bytes.Length <= HeaderReading.LargestKept)
            _frames.Keep(instance.ObjectKey, frames);
        return frames;
    }

    public Task<BulkReference?> BulkDataAsync(StoredInstance instance, string path, CancellationToken cancellationToken) =>
        index.BulkDataAsync(instance, path, cancellationToken);

    public ReadAhead InOrder(IReadOnlyList<StoredInstance> instances) => new(objects, instances);

    public async Task CheckSuspectAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        if (!damaged.IsSuspect(instance.SopInstanceUid))
            return;
        await using (var content = await OpenWholeAsync(instance, 0, isHashed: true, cancellationToken))
            await content.CopyToAsync(Stream.Null, cancellationToken);
        damaged.Forget(instance.SopInstanceUid);
    }

    public async Task<Stream> OpenFileAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        await CheckSuspectAsync(instance, cancellationToken);
        return _isChecking ? await OpenCheckedAsync(instance, cancellationToken) : await OpenWholeAsync(instance, 0, isHashed: false, cancellationToken);
    }

    public async Task<Stream> OpenDataSetRangeAsync(StoredInstance instance, long offset, long length, bool inflate, CancellationToken cancellationToken)
    {
        if (!inflate && offset == 0 && length >= instance.DataSetLength)
            return await OpenDataSetAsync(instance, cancellationToken);
        if (!inflate || !TransferSyntax.Of(instance.TransferSyntaxUid).IsDeflated)
        {
            var left = Math.Max(0, instance.DataSetLength - offset);
            return await OpenAsync(instance, instance.DataSetOffset + offset, Math.Min(length, left), cancellationToken);
        }

        // PS3.5 A.5: the data set alone is deflated, without zlib header; there is no way into the middle but from the start
        var deflated = await OpenAsync(instance, instance.DataSetOffset, instance.DataSetLength, cancellationToken);
        var range = new LimitedStream(new DeflateStream(deflated, CompressionMode.Decompress), length);
        await range.SkipAsync(offset, cancellationToken);
        return range;
    }

    public async Task<ReadOnlyMemory<byte>> ReadFrameAsync(StoredInstance instance, FrameIndex frames, int frameNumber, CancellationToken cancellationToken)
    {
        var runs = frames.Frames[frameNumber - 1];
        if (runs.Count == 0)
            return default;
        var frame = new byte[runs.Sum(run => run.Length)];
        var filled = 0;
        for (var first = 0; first < runs.Count;)
        {
            var last = LastOfStretch(runs, first);
            await using var content = await OpenDataSetRangeAsync(instance, runs[first].Offset, runs[last].End - runs[first].Offset, inflate: true, cancellationToken);
            for (var position = runs[first].Offset; first <= last; first++)
            {
                await SkipAsync(content, runs[first].Offset - position, cancellationToken);
                filled += await content.ReadAtLeastAsync(frame.AsMemory(filled, (int)runs[first].Length), (int)runs[first].Length, throwOnEndOfStream: false, cancellationToken);
                position = runs[first].End;
            }
        }

        return frame.AsMemory(0, filled);
    }

    /// <summary>The whole data set; when it is checked, then together with the few hundred bytes before it: the hash is the whole file's.</summary>
    private async Task<Stream> OpenDataSetAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        await CheckSuspectAsync(instance, cancellationToken);
        if (!_isChecking)
            return await OpenWholeAsync(instance, instance.DataSetOffset, isHashed: false, cancellationToken);
        var file = await OpenCheckedAsync(instance, cancellationToken);
        try
        {
            await file.ReadExactlyAsync(new byte[instance.DataSetOffset], cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is small is compared before its first byte is handed over.</summary>
    private async Task<Stream> OpenCheckedAsync(StoredInstance instance, CancellationToken cancellationToken)
    {
        var file = await OpenWholeAsync(instance, 0, isHashed: true, cancellationToken);
        return instance.Length > GatheredStream.Most ? file : await GatheredStream.OfAsync(file, (int)instance.Length, cancellationToken);
    }

    /// <summary>The instance from an offset to its end.</summary>
    private async Task<CheckedStream> OpenWholeAsync(StoredInstance instance, long offset, bool isHashed, CancellationToken cancellationToken) =>
        new CheckedStream(await OpenAsync(instance, offset, instance.Length - offset, cancellationToken), instance, offset, isHashed && instance.Sha256 is not null, damaged);

    /// <summary>Opens a run of the file. When its pack was written anew since it was looked up, it is looked up once more.</summary>
    private async Task<Stream> OpenAsync(StoredInstance instance, long offset, long length, CancellationToken cancellationToken)
    {
        try
        {
            if (instance.Ahead is { } ahead && offset + length == instance.Length && await ahead.OpenAsync(instance, offset, cancellationToken) is { } neighbour)
                return neighbour;
            return await OpenAsync(instance, instance.Place, offset, length, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            var scope = RetrieveScope.Instance(instance.StudyInstanceUid, instance.SeriesInstanceUid, instance.SopInstanceUid);
            await foreach (var now in index.LocateAsync(scope, cancellationToken))
            {
                if (now.ObjectKey == instance.ObjectKey && now.Place != instance.Place)
                    return await OpenAsync(instance, now.Place, offset, length, cancellationToken);
                if (now.ObjectKey == instance.ObjectKey)
                    damaged.Found(instance);
            }

            throw;
        }
    }

    /// <exception cref="DamagedInstanceException">The object ends before the run does.</exception>
    private async Task<Stream> OpenAsync(StoredInstance instance, ObjectPlace place, long offset, long length, CancellationToken cancellationToken)
    {
        var content = await objects.OpenRangeAsync(place.Object, place.Offset + offset, length, cancellationToken);
        if (content.Length >= length)
            return content;
        await content.DisposeAsync();
        throw damaged.Found(instance);
    }

    private static int LastOfStretch(IReadOnlyList<ByteRange> runs, int first)
    {
        var last = first;
        while (last + 1 < runs.Count && runs[last + 1].Offset >= runs[last].End && runs[last + 1].Offset - runs[last].End <= LargestGap)
            last++;
        return last;
    }

    private static async Task SkipAsync(Stream content, long count, CancellationToken cancellationToken)
    {
        var waste = new byte[(int)Math.Min(count, LargestGap)];
        while (count > 0)
        {
            var read = await content.ReadAsync(waste.AsMemory(0, (int)Math.Min(count, waste.Length)), cancellationToken);
            if (read == 0)
                return;
            count -= read;
        }
    }
}

using System.Security.Cryptography;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding.Compression;

/// <summary>Proves that a file holds the same instance as was received: the archive still has those bytes, and every sample of every frame by decoding both, and every other element byte for byte.</summary>
public sealed class SameInstance(IInstanceRetrieve retrieve)
{
    private const int LongestValue = 16 << 20, Piece = 256 << 10;

    /// <summary>What differs, for the log; null when nothing does.</summary>
    /// <exception cref="UndecodableFrameException">A frame cannot be decoded.</exception>
    /// <exception cref="MalformedDataSetException">One of the two cannot be read.</exception>
    public async Task<string?> DifferenceAsync(StoredInstance stored, string path, CancellationToken cancellationToken)
    {
        await using var copy = File.OpenRead(path);
        var written = await ScanAsync(copy, cancellationToken);
        await using (var original = await retrieve.OpenFileAsync(stored, cancellationToken))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var was = await ScanAsync(original, cancellationToken, hash);
            if (stored.Sha256 is { } received && Convert.ToHexStringLower(hash.GetHashAndReset()) != received)
                return "the stored bytes are not those that were received: run verify"; // compressed they would look whole
            if (was.Scan.IsTruncated || written.Scan.IsTruncated)
                return "the data set is not whole";
            if (Elements(was.Scan.Header) is not { } one || Elements(written.Scan.Header) is not { } other)
                return "an element besides the pixel data is too long to compare";
            if (!one.AsSpan().SequenceEqual(other))
                return "other elements than the pixel data would change";
            return await PixelsAsync(stored, was, copy, written, cancellationToken);
        }
    }

    private async Task<string?> PixelsAsync(StoredInstance stored, Scanned was, FileStream copy, Scanned written, CancellationToken cancellationToken)
    {
        var (frames, copied) = (FrameIndex.Of(was.Scan), FrameIndex.Of(written.Scan));
        if (PixelDescription.Of(was.Scan.Header) is not { } before || PixelDescription.Of(written.Scan.Header) is not { } after || frames is null || copied is null)
            return "there are no pixels";
        if (frames.Frames.Count != copied.Frames.Count || frames.Frames.Count != before.NumberOfFrames)
            return "frames are missing";
        if ((was.Scan.PixelData!.Length * 8) - (before.FrameBits * before.NumberOfFrames) >= 16)
            return "there are more pixels than the header says";
        var vr = was.Scan.Header[Tags.PixelData]?.VR ?? default;
        for (var number = 1; number <= frames.Frames.Count; number++)
        {
            var one = FrameDecoder.Decode(before, await retrieve.ReadFrameAsync(stored, frames, number, cancellationToken), was.Syntax, new FrameSource(number, vr));
            var other = FrameDecoder.Decode(after, await ReadAsync(copy, written.DataSetOffset, copied.Frames[number - 1], cancellationToken), written.Syntax);
            if (one.Description != other.Description || !one.Samples.Span.SequenceEqual(other.Samples.Span))
                return $"frame {number} would change";
        }

        return null;
    }

    private static async Task<byte[]> ReadAsync(FileStream file, long dataSet, IReadOnlyList<ByteRange> runs, CancellationToken cancellationToken)
    {
        var frame = new byte[runs.Sum(run => run.Length)];
        var filled = 0;
        foreach (var run in runs)
        {
            file.Position = dataSet + run.Offset;
            await file.ReadExactlyAsync(frame.AsMemory(filled, (int)run.Length), cancellationToken);
            filled += (int)run.Length;
        }

        return frame;
    }

    /// <summary>All but the pixel data, written in one way; null when something is not in memory.</summary>
    private static byte[]? Elements(DataSet header)
    {
        var others = new DataSet();
        foreach (var element in header)
        {
            if (element.Tag == Tags.PixelData || element.Tag.IsGroupLength)
                continue;
            if (element.Bulk is not null || element.Fragments is not null)
                return null;
            others.Set(element);
        }

        return DataSetWriter.ToArray(others, TransferSyntax.ExplicitVRLittleEndian);
    }

    private static async Task<Scanned> ScanAsync(Stream file, CancellationToken cancellationToken, IncrementalHash? hash = null)
    {
        var buffer = new byte[Piece];
        var filled = await file.ReadAtLeastAsync(buffer, Piece, throwOnEndOfStream: false, cancellationToken);
        hash?.AppendData(buffer, 0, filled);
        if (!FileMetaInformation.TryRead(buffer.AsSpan(0, filled), isWholeFile: filled < Piece, out var meta) || meta is null)
            throw new InvalidDataException("The file meta information does not end.");
        var syntax = TransferSyntax.Of(meta.TransferSyntaxUid);
        using var scanner = new InstanceScanner(syntax, LongestValue);
        scanner.Push(buffer.AsSpan(0, filled)[(int)meta.DataSetOffset..]);
        while ((filled = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash?.AppendData(buffer, 0, filled);
            scanner.Push(buffer.AsSpan(0, filled));
        }

        return new Scanned(scanner.Complete(), syntax, meta.DataSetOffset);
    }

    private sealed record Scanned(InstanceScan Scan, TransferSyntax Syntax, long DataSetOffset);
}

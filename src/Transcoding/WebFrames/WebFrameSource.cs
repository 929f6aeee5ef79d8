using System.Collections.Concurrent;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding.WebFrames;

/// <summary>
/// Frames for the web: HTJ2K Lossless RPCL, from the cache, else derived from the stored object, which stays as it is. Several who
/// want the same frame at the same time wait for one derivation.
/// </summary>
public sealed class WebFrameSource(IInstanceRetrieve retrieve, FrameSamples samples, InstanceTranscoder transcoder, WebFrameStore store)
{
    /// <summary>HTJ2K Lossless RPCL.</summary>
    public static readonly TransferSyntax Syntax = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.202"));

    private readonly ConcurrentDictionary<(string ObjectKey, int Number, bool IsAhead), Lazy<Task<EncodedFrame>>> _derivations = new();

    /// <summary>Frames of this instance can be had.</summary>
    public bool CanDerive(FoundInstance found) => found.FrameCount > 0 && transcoder.CanTranscode(found.Syntax, Syntax);

    /// <summary>A frame, from 1.</summary>
    /// <exception cref="UndecodableFrameException">It cannot be decoded, or HTJ2K does not hold samples like these.</exception>
    public async Task<WebFrame> OpenAsync(FoundInstance found, int number, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(found.Stored.ObjectKey, number, cancellationToken) is { } kept)
            return kept;
        var frame = await DeriveAsync(found, number, isAhead: false, cancellationToken);
        return new WebFrame(new MemoryStream(frame.Bytes, writable: false), frame.Prefixes ?? new PrefixLengths(frame.Bytes.Length, frame.Bytes.Length, frame.Bytes.Length, frame.Bytes.Length));
    }

    /// <summary>Puts a frame into the cache when it is not there yet, while the processors have nothing else to do.</summary>
    /// <exception cref="UndecodableFrameException">As in <see cref="OpenAsync"/>.</exception>
    public async Task PrepareAsync(FoundInstance found, int number, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(found.Stored.ObjectKey, number, cancellationToken) is { } kept)
            await kept.DisposeAsync();
        else
            await DeriveAsync(found, number, isAhead: true, cancellationToken);
    }

    /// <summary>Completes when nothing is being made.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_derivations.Values.Where(derivation => derivation.IsValueCreated).Select(derivation => derivation.Value));

    private async Task<EncodedFrame> DeriveAsync(FoundInstance found, int number, bool isAhead, CancellationToken cancellationToken)
    {
        var key = (found.Stored.ObjectKey, number, isAhead); // who waits does not wait for work that may stand still
        // not the caller's token: others may wait for the same frame when this caller leaves
        var derivation = _derivations.GetOrAdd(key, _ => new Lazy<Task<EncodedFrame>>(() => Task.Run(() => MakeOnceAsync(found, number, isAhead), CancellationToken.None)));
        return await derivation.Value.WaitAsync(cancellationToken);
    }

    private async Task<EncodedFrame> MakeOnceAsync(FoundInstance found, int number, bool isAhead)
    {
        try
        {
            return await MakeAsync(found, number, isAhead);
        }
        finally
        {
            _derivations.TryRemove((found.Stored.ObjectKey, number, isAhead), out _);
        }
    }

    private async Task<EncodedFrame> MakeAsync(FoundInstance found, int number, bool isAhead)
    {
        var frame = await AsStoredAsync(found, number) ?? await EncodeAsync(found, number, isAhead);
        await store.KeepAsync(found.Stored.ObjectKey, number, frame, CancellationToken.None);
        return frame;
    }

    /// <summary>What came in this syntax already, when its resolutions can be told apart.</summary>
    private async Task<EncodedFrame?> AsStoredAsync(FoundInstance found, int number)
    {
        if (found.Syntax.Uid != Syntax.Uid || (await samples.DescribeAsync(found, CancellationToken.None)) is not { } description)
            return null;
        var bytes = (await retrieve.ReadFrameAsync(found.Stored, found.Frames!, number, CancellationToken.None)).ToArray();
        return PrefixLengths.Of(bytes) is { } prefixes ? new EncodedFrame(description, bytes) { Prefixes = prefixes } : null;
    }

    private async Task<EncodedFrame> EncodeAsync(FoundInstance found, int number, bool isAhead)
    {
        var frame = await samples.DecodeInterleavedAsync(found, number, CancellationToken.None);
        return isAhead ? FrameSamples.EncodeAhead(found, frame, Syntax) : await samples.EncodeAsync(found, frame, Syntax, CancellationToken.None);
    }
}

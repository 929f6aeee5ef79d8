using System.Collections.Concurrent;
using ImagingGateway.Dicom.Values;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Retrieve;

/// <summary>
/// Instances that were found to be other than received while somebody read them. Each is a suspect until it is read whole again: before it is given out the next time it is
/// read through, so that the second request is refused at its beginning, and what comes after it in a study is not held up.
/// </summary>
public sealed partial class DamagedReads(ILogger<DamagedReads> logger)
{
    private const int Remembered = 4096;

    private readonly ConcurrentDictionary<Uid, byte> _suspects = new();

    /// <summary>So many are known of since the start and were not read whole since.</summary>
    public int Count => _suspects.Count;

    /// <summary>Some of them.</summary>
    public IReadOnlyList<Uid> Examples(int most) => [.. _suspects.Keys.Take(most)];

    internal bool IsSuspect(Uid sopInstanceUid) => !_suspects.IsEmpty && _suspects.ContainsKey(sopInstanceUid);

    internal DamagedInstanceException Found(StoredInstance instance)
    {
        if (_suspects.Count < Remembered && _suspects.TryAdd(instance.SopInstanceUid, 0))
            LogDamaged(instance.SopInstanceUid, instance.Place.Object);
        return new DamagedInstanceException(instance.SopInstanceUid);
    }

    /// <summary>It was read whole, or came again; should it still be damaged, the next reader finds it so.</summary>
    internal void Forget(Uid sopInstanceUid) => _suspects.TryRemove(sopInstanceUid, out _);

    [LoggerMessage(2080, LogLevel.Error, "The stored bytes of instance {SopInstanceUid} in {Object} are not those that were received: they were not given out as a whole. Run 'imaging-gateway verify', then have it sent again or restore it from a backup")]
    private partial void LogDamaged(Uid sopInstanceUid, string @object);
}

using System.Buffers;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Commitment;

/// <summary>Answers whether this archive has taken over the responsibility for an instance (PS3.4 annex J): by reading it, not by remembering it.</summary>
public sealed partial class InstanceVerification(
    IInstanceRetrieve retrieve, IRetrievalIndex index, IMaintenanceIndex kept, BytesCheck check, ILogger<InstanceVerification> logger)
{
    private const int Piece = 256 << 10;

    /// <summary>It is in the index: visible to everybody.</summary>
    public async Task<bool> IsPublishedAsync(Uid sopInstance, CancellationToken cancellationToken) => await FindAsync(sopInstance, cancellationToken) is not null;

    /// <summary>
    /// Reads the instance as stored and compares its SHA-256 with the one taken when it was received; so too its versions, for a UID does not tell whose bytes are
    /// asked after.
    /// </summary>
    /// <exception cref="IndexUnavailableException">The index does not answer; ask again later.</exception>
    public async Task<InstanceVerdict> VerifyAsync(Uid sopClass, Uid sopInstance, CancellationToken cancellationToken)
    {
        if (await FindAsync(sopInstance, cancellationToken) is not { } found)
            return InstanceVerdict.Unknown;
        if (found.SopClassUid != sopClass)
            return InstanceVerdict.OtherSopClass;
        var expected = await index.Sha256Async(sopInstance, cancellationToken);
        try
        {
            await using var file = await retrieve.OpenFileAsync(found, cancellationToken);
            var actual = await HashAsync(file, cancellationToken);
            if (actual.AsSpan().SequenceEqual(expected))
                return await VerifyVersionsAsync(sopInstance, cancellationToken);
            LogDamaged(sopInstance, "its bytes are not the ones that were received");
        }
        catch (DamagedInstanceException)
        {
            LogDamaged(sopInstance, "its bytes are not the ones that were received");
        }
        catch (FileNotFoundException)
        {
            LogDamaged(sopInstance, "its object is gone");
        }

        return InstanceVerdict.Damaged;
    }

    private async Task<InstanceVerdict> VerifyVersionsAsync(Uid sopInstance, CancellationToken cancellationToken)
    {
        foreach (var version in await kept.VersionsAsync(sopInstance, cancellationToken))
        {
            if (await check.RunAsync(version, cancellationToken) is not (BytesState.Damaged or BytesState.Missing))
                continue;
            LogDamaged(sopInstance, "a version of it, with other bytes, is damaged or gone");
            return InstanceVerdict.Damaged;
        }

        return InstanceVerdict.Safe;
    }

    private async Task<StoredInstance?> FindAsync(Uid sopInstance, CancellationToken cancellationToken)
    {
        await foreach (var instance in retrieve.LocateAsync(new RetrieveScope([], [], [sopInstance]), cancellationToken))
            return instance;
        return null;
    }

    private static async Task<byte[]> HashAsync(Stream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var count)
                hash.AppendData(buffer, 0, count);
            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LoggerMessage(EventId = 3300, Level = LogLevel.Error, Message = "{SopInstanceUid} cannot be committed: {Reason}. Run verify, and have it sent again or restored.")]
    private partial void LogDamaged(Uid sopInstanceUid, string reason);
}

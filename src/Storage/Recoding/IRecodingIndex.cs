using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Recoding;

/// <summary>What compressing cold studies needs of the index.</summary>
public interface IRecodingIndex
{
    /// <summary>Studies in which nothing has changed since a moment, with images in one of the transfer syntaxes, that nobody has looked at since they changed; without
    /// those under legal hold, marked for deletion, or with versions a person must decide about.</summary>
    Task<IReadOnlyList<Uid>> ColdAsync(DateTimeOffset unchangedSince, IReadOnlyCollection<string> syntaxes, int limit, CancellationToken cancellationToken);

    /// <summary>How many studies <see cref="ColdAsync"/> would name, and the bytes of their images in those syntaxes.</summary>
    Task<(long Studies, long Bytes)> CountColdAsync(DateTimeOffset unchangedSince, IReadOnlyCollection<string> syntaxes, CancellationToken cancellationToken);

    /// <summary>All that was compressed so far: instances, their bytes as received and as they are now.</summary>
    Task<(long Instances, long Received, long Now)> TotalAsync(CancellationToken cancellationToken);

    /// <summary>The study was looked at as it is: <see cref="ColdAsync"/> passes it by until it changes.</summary>
    Task DoneAsync(Uid study, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Through which door an instance came, and when; null when it is gone.</summary>
    Task<(InstanceSource Source, DateTimeOffset ReceivedAt)?> SourceAsync(Uid sopInstanceUid, CancellationToken cancellationToken);

    /// <summary>Remembers bytes that will soon be in the object store as another form of instances that are there, so that a crash leaves nothing unknown.</summary>
    Task AnnounceAsync(IReadOnlyList<InstanceRecord> records, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Points the index at the new bytes, where it still names the old ones, and has the old objects removed at <paramref name="removeAt"/>. Does nothing at all when the study is under
    /// legal hold or marked for deletion by now, or when <paramref name="mayChange"/> says no; that is asked while the study's row is locked.
    /// </summary>
    /// <returns>How many instances were replaced.</returns>
    Task<int> ReplaceAsync(
        Uid study, IReadOnlyList<(string OldKey, InstanceRecord New)> instances, DateTimeOffset now, DateTimeOffset removeAt, Func<Task<bool>> mayChange, CancellationToken cancellationToken);
}

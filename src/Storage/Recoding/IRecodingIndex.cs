using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;

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
    /// legal hold or marked for deletion by now, or when <paramref name="mayChange"/> says no; that is asked while the study's row is locked. Of old packs only those that were <paramref name="seen"/>
    /// are removed; another is left to a sweep, which looks at what else it holds.
    /// </summary>
    /// <returns>How many instances were replaced.</returns>
    Task<int> ReplaceAsync(
        Uid study, IReadOnlyList<(string OldKey, InstanceRecord New)> instances, DateTimeOffset now, DateTimeOffset removeAt, IReadOnlyCollection<string> seen, Func<Task<bool>> mayChange,
        CancellationToken cancellationToken);

    /// <summary>
    /// Points the index at bytes that came again in the place of a form of them that is lost or damaged. Done whatever holds the study as it is: what it shall be kept for is the image,
    /// and this is all there is of it.
    /// </summary>
    /// <param name="lost">As the index names it.</param>
    /// <param name="again">The same instance in other bytes.</param>
    /// <param name="now">The time.</param>
    /// <param name="grace">What is left of the lost form goes after it.</param>
    /// <param name="cancellationToken">Gives up before the transaction.</param>
    /// <returns>False when the index does not name the lost form any more.</returns>
    Task<bool> PutBackAsync(KeptBytes lost, InstanceRecord again, DateTimeOffset now, TimeSpan grace, CancellationToken cancellationToken);
}

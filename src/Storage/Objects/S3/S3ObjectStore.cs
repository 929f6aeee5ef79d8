using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using ImagingGateway.Storage.Objects.Packs;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>
/// Objects in a bucket of any S3 server. Small instances of a series go together in a tar archive by one PUT; large ones alone, in parts.
/// Every spool file is compared with the hash it got while it was received; the MD5 of what was compared goes with the request, so the
/// server refuses other bytes.
/// </summary>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const string Dicom = "application/dicom";
    private const string Tar = "application/x-tar";
    private const string FactsHeader = "facts";
    private const string ReceivedHeader = "received";
    private const int Uploads = 8;

    private readonly AmazonS3Client _client;
    private readonly S3Upload _upload;
    private readonly S3Options _options;
    private readonly string _bucket;
    private volatile bool _bucketSeen;

    /// <exception cref="InvalidStorageOptionsException">Credentials or CA file cannot be read.</exception>
    public S3ObjectStore(S3Options options)
    {
        _options = options;
        _client = S3Client.Create(options);
        _bucket = options.Bucket ?? throw new ArgumentException("No bucket.", nameof(options));
        _upload = new S3Upload(_client, _bucket);
    }

    public PackLimits Packing => _options.Packs;

    public async Task<IReadOnlyList<ObjectPlace>> CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
            ObjectKey.Checked(file.Key);
        await EnsureBucketAsync(cancellationToken);
        var places = new ObjectPlace[files.Count];
        await Parallel.ForEachAsync(
            Loads(files),
            new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellationToken },
            async (load, cancel) =>
            {
                if (load is [var single] && new FileInfo(files[single].Path).Length >= Packing.Alone)
                    places[single] = await CommitAloneAsync(files[single], cancel);
                else
                    await CommitPackAsync(files, load, places, cancel);
            });
        return places;
    }

    public async Task<Stream> OpenRangeAsync(string name, long offset, long length, CancellationToken cancellationToken)
    {
        S3ObjectName.Checked(name);
        if (length <= 0)
            return Stream.Null;
        try
        {
            // a range is always asked for: without one the client hashes the whole body with MD5
            var last = length > long.MaxValue - offset ? long.MaxValue : offset + length - 1;
            var request = new GetObjectRequest { BucketName = _bucket, Key = name, ByteRange = new ByteRange(offset, last) };
            return new S3ObjectStream(await _client.GetObjectAsync(request, cancellationToken));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException("No such object.", name, e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return Stream.Null;
        }
    }

    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        _client.DeleteObjectAsync(_bucket, S3ObjectName.Checked(name), cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                if (S3ObjectName.IsValid(found.Key))
                    yield return new StoredObject(found.Key, found.Size ?? 0, found.LastModified ?? DateTime.UtcNow);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public async IAsyncEnumerable<ObjectMember> MembersAsync(StoredObject stored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (S3ObjectName.KeyOf(stored.Name) is { } key)
        {
            yield return await AloneAsync(stored, key, cancellationToken);
            yield break;
        }

        await using var content = await OpenRangeAsync(stored.Name, 0, long.MaxValue, cancellationToken);
        await foreach (var member in PackReader.ReadAsync(stored.Name, content, cancellationToken))
            yield return member;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await EnsureBucketAsync(cancellationToken);
        var probe = $"probe-{Guid.NewGuid():n}";
        await _client.PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = probe, ContentBody = "probe", UseChunkEncoding = false }, cancellationToken);
        await _client.DeleteObjectAsync(_bucket, probe, cancellationToken);
    }

    /// <summary>Asks the server whether the settings are right.</summary>
    /// <exception cref="InvalidStorageOptionsException">They are not: the message says which, and what to write.</exception>
    /// <returns>Null when all is well, else a sentence about a server that cannot be reached now.</returns>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureBucketAsync(cancellationToken);
            return null;
        }
        catch (Exception e) when (S3Failures.IsOutage(e) || e is HttpRequestException or TimeoutException)
        {
            return S3Failures.Explain(e, _options) is var (sentence, isSetting) && isSetting ? throw new InvalidStorageOptionsException([sentence]) : sentence;
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What goes together: the small ones of each series, every large one by itself.</summary>
    private IEnumerable<int[]> Loads(IReadOnlyList<StagedFile> files)
    {
        foreach (var series in Enumerable.Range(0, files.Count).GroupBy(i => ObjectKey.SeriesOf(files[i].Key)))
        {
            var small = new List<int>();
            foreach (var i in series)
            {
                if (new FileInfo(files[i].Path).Length >= Packing.Alone)
                    yield return [i];
                else
                    small.Add(i);
            }

            foreach (var load in small.Chunk(Packing.Instances))
                yield return load;
        }
    }

    private async Task CommitPackAsync(IReadOnlyList<StagedFile> files, int[] load, ObjectPlace[] places, CancellationToken cancellationToken)
    {
        var pack = new Pack([.. load.Select(i => files[i])]);
        var name = S3ObjectName.OfPack(ObjectKey.SeriesOf(files[load[0]].Key));
        await using var content = pack.Open();
        await _upload.PutAsync(name, content, await pack.HashAsync(cancellationToken), Tar, [], cancellationToken);
        for (var i = 0; i < load.Length; i++)
            places[load[i]] = new ObjectPlace(name, pack.Offsets[i], new FileInfo(files[load[i]].Path).Length);
    }

    private async Task<ObjectPlace> CommitAloneAsync(StagedFile file, CancellationToken cancellationToken)
    {
        var name = S3ObjectName.OfInstance(file.Key);
        await using var content = PackSegment.OpenFile(file.Path);
        var length = content.Length;
        (string, string)[] facts =
        [
            (ReceivedHeader, (file.ReceivedAt ?? DateTimeOffset.UtcNow).ToString("O", CultureInfo.InvariantCulture)),
            (FactsHeader, ObjectFacts.Write(file.Sha256, file.Source)),
        ];
        await _upload.SendAsync(name, content, file, Dicom, facts, cancellationToken);
        return ObjectPlace.Whole(name, length);
    }

    private async Task<ObjectMember> AloneAsync(StoredObject stored, string key, CancellationToken cancellationToken)
    {
        try
        {
            var head = await _client.GetObjectMetadataAsync(_bucket, stored.Name, cancellationToken);
            var (sha256, source) = ObjectFacts.Read(head.Metadata[FactsHeader]);
            var received = DateTimeOffset.TryParse(head.Metadata[ReceivedHeader], CultureInfo.InvariantCulture, out var time) ? time : stored.ModifiedAt;
            return new ObjectMember(key, ObjectPlace.Whole(stored.Name, head.ContentLength), received, source, sha256);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException("No such object.", stored.Name, e);
        }
    }

    private async Task EnsureBucketAsync(CancellationToken cancellationToken)
    {
        if (_bucketSeen)
            return;
        try
        {
            // a listing, not a HEAD: its answer says whether the bucket or the key is wrong
            await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 1 }, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && _options.CreateBucket)
        {
            await _client.PutBucketAsync(_bucket, cancellationToken);
        }

        _bucketSeen = true;
    }
}

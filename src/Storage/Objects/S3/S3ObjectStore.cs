using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>
/// Objects in a bucket of any S3 server. Small ones by one signed PUT, whose SHA-256 the server checks; large ones in parts.
/// The bucket is made when it is missing.
/// </summary>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const long MultipartFrom = 64L << 20;
    private const long PartSize = 16L << 20;
    private const int Uploads = 8;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private volatile bool _bucketSeen;

    public S3ObjectStore(S3Options options)
    {
        _client = S3Client.Create(options);
        _bucket = options.Bucket ?? throw new ArgumentException("No bucket.", nameof(options));
    }

    public async Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        await EnsureBucketAsync(cancellationToken);
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellationToken },
            async (file, cancel) => await UploadAsync(file, cancel));
    }

    public async Task<Stream> OpenRangeAsync(string key, long offset, long length, CancellationToken cancellationToken)
    {
        if (length <= 0)
            return Stream.Null;
        try
        {
            // a range is always asked for: without one the client hashes the whole body with MD5
            var last = length > long.MaxValue - offset ? long.MaxValue : offset + length - 1;
            var request = new GetObjectRequest { BucketName = _bucket, Key = ObjectKey.Checked(key), ByteRange = new ByteRange(offset, last) };
            return new S3ObjectStream(await _client.GetObjectAsync(request, cancellationToken));
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException("No such object.", key, e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return Stream.Null;
        }
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        _client.DeleteObjectAsync(_bucket, ObjectKey.Checked(key), cancellationToken);

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                if (ObjectKey.IsValid(found.Key))
                    yield return found.Key;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await EnsureBucketAsync(cancellationToken);
        var probe = $"probe-{Guid.NewGuid():n}";
        await _client.PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = probe, ContentBody = "probe", UseChunkEncoding = false }, cancellationToken);
        await _client.DeleteObjectAsync(_bucket, probe, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task EnsureBucketAsync(CancellationToken cancellationToken)
    {
        if (_bucketSeen)
            return;
        try
        {
            await _client.HeadBucketAsync(new HeadBucketRequest { BucketName = _bucket }, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            await _client.PutBucketAsync(_bucket, cancellationToken);
        }

        _bucketSeen = true;
    }

    private async Task UploadAsync(StagedFile file, CancellationToken cancellationToken)
    {
        var content = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        await using (content)
        {
            if (content.Length > MultipartFrom)
            {
                await UploadPartsAsync(ObjectKey.Checked(file.Key), content, cancellationToken);
                return;
            }

            await _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _bucket, Key = ObjectKey.Checked(file.Key), InputStream = content, AutoCloseStream = false,
                    ContentType = "application/dicom", UseChunkEncoding = false,
                },
                cancellationToken);
        }
    }

    private async Task UploadPartsAsync(string key, FileStream content, CancellationToken cancellationToken)
    {
        var upload = await _client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = _bucket, Key = key, ContentType = "application/dicom" }, cancellationToken);
        try
        {
            var parts = new List<PartETag>();
            for (var position = 0L; position < content.Length; position += PartSize)
            {
                content.Position = position;
                var part = await _client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _bucket, Key = key, UploadId = upload.UploadId, PartNumber = parts.Count + 1, InputStream = content,
                        PartSize = Math.Min(PartSize, content.Length - position), UseChunkEncoding = false,
                    },
                    cancellationToken);
                parts.Add(new PartETag(part.PartNumber ?? parts.Count + 1, part.ETag));
            }

            await _client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _bucket, Key = key, UploadId = upload.UploadId, PartETags = parts }, cancellationToken);
        }
        catch
        {
            await AbandonAsync(key, upload.UploadId);
            throw;
        }
    }

    private async Task AbandonAsync(string key, string uploadId)
    {
        try
        {
            await _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _bucket, Key = key, UploadId = uploadId });
        }
        catch (Exception e) when (e is AmazonS3Exception or HttpRequestException or OperationCanceledException)
        {
            // the server forgets unfinished uploads by its own lifecycle rule; the first failure is what counts
        }
    }
}

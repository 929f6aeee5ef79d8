using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>Sends one object, whole or in parts.</summary>
internal sealed class S3Upload(IAmazonS3 client, string bucket)
{
    private const long MultipartFrom = 32L << 20;
    private const long PartSize = 16L << 20;
    private const int Piece = 256 << 10;

    /// <summary>One PUT. The server compares what it got with <paramref name="md5"/>, and with the SHA-256 the client puts into the signature.</summary>
    public async Task PutAsync(
        string name, Stream content, byte[] md5, string contentType, IReadOnlyList<(string Name, string Value)> facts, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket, Key = name, InputStream = content, AutoCloseStream = false, ContentType = contentType, UseChunkEncoding = false,
        };
        request.MD5Digest = Convert.ToBase64String(md5);
        foreach (var (header, value) in facts)
            request.Metadata[header] = value;
        await client.PutObjectAsync(request, cancellationToken);
    }

    /// <summary>An instance alone, after its bytes were compared with the hash it got when it was received.</summary>
    /// <exception cref="DamagedFileException">They are others now.</exception>
    public async Task SendAsync(
        string name, FileStream content, StagedFile file, string contentType, IReadOnlyList<(string Name, string Value)> facts, CancellationToken cancellationToken)
    {
        if (content.Length < MultipartFrom)
        {
            using var once = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var md5 = await HashAsync(content, content.Length, once, file, cancellationToken);
            Compare(once, file);
            content.Position = 0;
            await PutAsync(name, content, md5, contentType, facts, cancellationToken);
            return;
        }

        var initiate = new InitiateMultipartUploadRequest { BucketName = bucket, Key = name, ContentType = contentType };
        foreach (var (header, value) in facts)
            initiate.Metadata[header] = value;
        var upload = await client.InitiateMultipartUploadAsync(initiate, cancellationToken);
        try
        {
            var parts = await SendPartsAsync(name, upload.UploadId, content, file, cancellationToken);
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = name, UploadId = upload.UploadId, PartETags = parts }, cancellationToken);
        }
        catch
        {
            await AbandonAsync(name, upload.UploadId);
            throw;
        }
    }

    private async Task<List<PartETag>> SendPartsAsync(string name, string uploadId, FileStream content, StagedFile file, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var parts = new List<PartETag>();
        for (var position = 0L; position < content.Length; position += PartSize)
        {
            var size = Math.Min(PartSize, content.Length - position);
            content.Position = position;
            var md5 = await HashAsync(content, size, whole, file, cancellationToken);
            content.Position = position;
            var request = new UploadPartRequest
            {
                BucketName = bucket, Key = name, UploadId = uploadId, PartNumber = parts.Count + 1, InputStream = content, PartSize = size, UseChunkEncoding = false,
                MD5Digest = Convert.ToBase64String(md5),
            };
            var part = await client.UploadPartAsync(request, cancellationToken);
            parts.Add(new PartETag(part.PartNumber ?? parts.Count + 1, part.ETag));
        }

        Compare(whole, file);
        return parts;
    }

    private static void Compare(IncrementalHash hash, StagedFile file)
    {
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if ((file.Sha256 ?? sha256) != sha256)
            throw new DamagedFileException(file.Path);
    }

    /// <summary>MD5 of the next bytes, which also go into the hash of the whole file.</summary>
    private static async Task<byte[]> HashAsync(FileStream content, long size, IncrementalHash whole, StagedFile file, CancellationToken cancellationToken)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (size > 0)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, size)), cancellationToken);
                if (read == 0)
                    throw new DamagedFileException(file.Path);
                whole.AppendData(buffer, 0, read);
                md5.AppendData(buffer, 0, read);
                size -= read;
            }

            return md5.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task AbandonAsync(string name, string uploadId)
    {
        try
        {
            await client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = bucket, Key = name, UploadId = uploadId });
        }
        catch (Exception e) when (e is AmazonS3Exception or HttpRequestException or OperationCanceledException)
        {
            // the server forgets unfinished uploads by its own lifecycle rule; the first failure is what counts
        }
    }
}

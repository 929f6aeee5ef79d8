using Amazon.S3.Model;

namespace ImagingGateway.Storage.Objects.S3;

/// <summary>The body of a GET; closing it gives the connection back.</summary>
internal sealed class S3ObjectStream(GetObjectResponse response) : ForwardStream
{
    private readonly Stream _body = response.ResponseStream;

    public override long Length => response.ContentLength;

    public override int Read(byte[] buffer, int offset, int count) => _body.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _body.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            response.Dispose();
        base.Dispose(disposing);
    }
}

using System.IO.Pipelines;

namespace ImagingGateway.Transcoding;

/// <summary>The value of a pixel data element, made while it is sent; never more than a frame in memory.</summary>
public abstract class PixelStream
{
    /// <summary>Bytes; null for fragments, whose length shows only when they are made.</summary>
    public abstract long? Length { get; }

    /// <summary>Writes the value.</summary>
    public abstract Task WriteAsync(PipeWriter output, CancellationToken cancellationToken);
}

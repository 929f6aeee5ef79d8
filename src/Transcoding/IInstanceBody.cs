using System.IO.Pipelines;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Transcoding;

/// <summary>An instance ready to be sent: what could fail before its first byte has been done. Written once, whole or without file meta information.</summary>
public interface IInstanceBody : IAsyncDisposable
{
    /// <summary>The syntax it is sent in.</summary>
    Uid TransferSyntax { get; }

    /// <summary>Bytes of the whole Part 10 file; null when that shows only as frames are coded.</summary>
    long? Length { get; }

    /// <summary>Bytes of the data set alone; null likewise.</summary>
    long? DataSetLength { get; }

    /// <summary>Writes the Part 10 file.</summary>
    /// <exception cref="Imaging.Codecs.UndecodableFrameException">A later frame cannot be coded; what was written is worthless.</exception>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    Task WriteAsync(PipeWriter output, CancellationToken cancellationToken);

    /// <summary>Writes the data set alone, as C-STORE wants it.</summary>
    /// <exception cref="Imaging.Codecs.UndecodableFrameException">A later frame cannot be coded; what was written is worthless.</exception>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    Task WriteDataSetAsync(PipeWriter output, CancellationToken cancellationToken);
}

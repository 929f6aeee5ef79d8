using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>
/// The pending responses of one request, all with the same command set. They gather and leave in one write: when enough have come, when
/// <see cref="SendAsync"/> says that the next will take its time, or with whatever message comes next on the association.
/// </summary>
internal sealed class PendingResponses(ServedAssociation served, NegotiatedContext context, DimseResponse pending)
{
    /// <summary>Bytes that leave without waiting for more.</summary>
    private const int Enough = 16 << 10;

    private readonly ReadOnlyMemory<byte> _command = CommandSetWriter.Write(pending with { HasDataSet = true });
    private readonly TransferSyntax _syntax = TransferSyntax.Of(context.TransferSyntax);
    private readonly ArrayBufferWriter<byte> _identifier = new(1024);

    public ValueTask AddAsync(DataSet identifier, CancellationToken cancellationToken)
    {
        _identifier.ResetWrittenCount();
        DataSetWriter.Write(_identifier, identifier, _syntax);
        return served.Association.WriteAsync(
            writer =>
            {
                writer.Add(context.Id, _command.Span, _identifier.WrittenSpan);
                return writer.Waiting < Enough ? ValueTask.CompletedTask : writer.FlushAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Sends what waits.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken) =>
        served.Association.WriteAsync(writer => writer.Waiting == 0 ? ValueTask.CompletedTask : writer.FlushAsync(cancellationToken), cancellationToken);
}

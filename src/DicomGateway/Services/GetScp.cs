using System.IO.Pipelines;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Outbound;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>C-GET (PS3.4 C.4.3): the instances come back on the association that asked.</summary>
internal sealed class GetScp(Retrieval retrieval, InstanceSender sender, ILogger<GetScp> log) : IDimseScp
{
    public bool Supports(Uid abstractSyntax) => QueryModel.Of(abstractSyntax)?.Get == abstractSyntax;

    /// <summary>Relational retrieval as asked; no frame conversion (PS3.4 C.5.3.1).</summary>
    public byte[]? AnswerExtended(ReadOnlySpan<byte> asked) => [asked is [1, ..] ? (byte)1 : (byte)0];

    public Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken) =>
        request is CGetRequest
            ? retrieval.RunAsync(
                served, context, request, served.CallingAETitle, _ => new GetTarget(served, request.MessageId, sender, log), cancellationToken)
            : retrieval.RefuseAsync(served, context, request, DimseStatus.UnrecognizedOperation, "Only C-GET is served here.", cancellationToken);
}

using System.IO.Pipelines;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Outbound;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>C-MOVE (PS3.4 C.4.2) to the destinations of the configuration.</summary>
internal sealed class MoveScp(DicomGatewayOptions options, Retrieval retrieval, InstanceSender sender, ILogger<MoveScp> log) : IDimseScp
{
    public bool Supports(Uid abstractSyntax) => QueryModel.Of(abstractSyntax)?.Move == abstractSyntax;

    /// <summary>Relational retrieval as asked; no frame conversion (PS3.4 C.5.2.1).</summary>
    public byte[]? AnswerExtended(ReadOnlySpan<byte> asked) => [asked is [1, ..] ? (byte)1 : (byte)0];

    public Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken)
    {
        if (request is not CMoveRequest move)
            return retrieval.RefuseAsync(served, context, request, DimseStatus.UnrecognizedOperation, "Only C-MOVE is served here.", cancellationToken);
        if (options.FindPeer(move.Destination) is not { } peer)
        {
            return retrieval.RefuseAsync(
                served, context, request, DimseStatus.MoveDestinationUnknown, $"Destination {move.Destination} is not configured (Dicom:Peers).", cancellationToken);
        }

        var originator = new MoveOriginator(served.CallingAETitle, move.MessageId);
        return retrieval.RunAsync(
            served, context, request, move.Destination,
            instances => new MoveTarget(served, peer, options, originator, instances, sender, log), cancellationToken);
    }
}

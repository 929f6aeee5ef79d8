using System.IO.Pipelines;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>C-ECHO (PS3.4 annex A).</summary>
internal sealed class VerificationScp(GatewayMeter meter) : IDimseScp
{
    public bool Supports(Uid abstractSyntax) => abstractSyntax == Uids.Verification;

    public async Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken)
    {
        var status = request is CEchoRequest ? DimseStatus.Success : DimseStatus.UnrecognizedOperation;
        await served.RespondAsync(context, DimseResponse.To(request, status), cancellationToken);
        meter.Operation(request.Command, status);
    }
}

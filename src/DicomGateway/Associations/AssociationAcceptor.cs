using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Services;
using ImagingGateway.Storage.Audit;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Takes a fresh connection through establishment, serving and the end (PS3.8 9.2, acceptor side).</summary>
public sealed class AssociationAcceptor(
    DicomGatewayOptions options, IEnumerable<IDimseScp> services, AssociationRegistry registry, IAuditTrail audit, GatewayMeter meter, ILogger<AssociationAcceptor> log)
{
    private readonly AcceptancePolicy _policy = new([.. services], options);
    private readonly UserInformation _own = new((uint)options.MaxPduLength, Implementation.ClassUid, Implementation.VersionName);

    /// <summary>Returns when the connection has nothing more to say; the caller closes it.</summary>
    /// <param name="transport">The connection.</param>
    /// <param name="remote">Who.</param>
    /// <param name="stopping">The server wants to stop.</param>
    /// <param name="closed">The connection is gone.</param>
    public async Task ServeAsync(IDuplexPipe transport, EndPoint? remote, CancellationToken stopping, CancellationToken closed)
    {
        using var association = new Association(transport, isRequestor: false, options.MaxPduLength);
        registry.Enter(association);
        meter.ConnectionOpened();
        using var watch = new AssociationWatch(association, options.IdleTimeout);
        using var stop = stopping.Register(static state => ((Association)state!).Stop(), association);
        try
        {
            if (await EstablishAsync(association, remote) is { } served)
                await ServeAsync(served, closed);
        }
        finally
        {
            registry.Leave(association);
            meter.ConnectionClosed();
        }

        if (association.State == UpperLayerState.Sta13)
            await association.DrainAsync(options.ArtimTimeout);
    }

    private async Task ServeAsync(ServedAssociation served, CancellationToken closed)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var end = await new AssociationLoop(served, _policy, log).RunAsync(closed);
            log.AssociationEnded(served.CallingAETitle.Value, served.RemoteAddress, end, Stopwatch.GetElapsedTime(started).TotalSeconds);
            meter.AssociationEnded(end);
        }
        finally
        {
            await AuditStoresAsync(served);
        }
    }

    // Sta2: the peer has ARTIM to ask for an association.
    private async Task<ServedAssociation?> EstablishAsync(Association association, EndPoint? remote)
    {
        using var artim = new CancellationTokenSource(options.ArtimTimeout);
        try
        {
            var received = await association.ReceiveAsync(artim.Token);
            if (received is Received.Control { Pdu: AssociateRequest request })
                return await AnswerAsync(association, request, remote, artim.Token);
            log.NoAssociationRequested(remote, received is Received.Ended ended ? ended.Kind.ToString() : "another PDU came first");
            await RefuseAsync(association, received);
        }
        catch (MalformedPduException malformed)
        {
            log.MalformedPdu(remote, malformed.Message, malformed.Position);
            await association.StepAndAbortAsync(UpperLayerEvent.InvalidPduReceived, malformed.Reason);
        }
        catch (OperationCanceledException)
        {
            association.Step(UpperLayerEvent.ArtimExpired);
            log.NoAssociationRequested(remote, "ARTIM expired");
        }

        return null;
    }

    // AE-6, then AE-7 or AE-8.
    private async Task<ServedAssociation?> AnswerAsync(Association association, AssociateRequest request, EndPoint? remote, CancellationToken artim)
    {
        association.Step(UpperLayerEvent.AssociateRequestReceived);
        if (AdmissionPolicy.Judge(request, options, registry.Count) is { } rejection)
        {
            association.Step(UpperLayerEvent.LocalReject);
            log.AssociationRejected(request.CallingAETitle.Value, request.CalledAETitle.Value, remote, rejection.Reason);
            meter.AssociationRejected(rejection.Reason);
            await association.SendAsync(rejection, artim);
            return null;
        }

        var accept = Negotiation.Accept(request, _policy, _own);
        association.Step(UpperLayerEvent.LocalAccept);
        association.Establish(request, accept);
        await association.SendAsync(accept, artim);
        log.AssociationAccepted(
            request.CallingAETitle.Value, remote, association.Contexts.Count, request.PresentationContexts.Count, request.UserInformation.ImplementationVersionName);
        meter.AssociationAccepted();
        return new ServedAssociation(association, request, accept, remote);
    }

    // In Sta2 anything but a request is aborted (AA-1), except an A-ABORT or a closed connection.
    private static async Task RefuseAsync(Association association, Received received)
    {
        var happened = received switch
        {
            Received.Control control => UpperLayerMachine.EventOf(control.Pdu.Type),
            Received.Message => UpperLayerEvent.DataReceived,
            _ => UpperLayerEvent.TransportClosed,
        };
        await association.StepAndAbortAsync(happened, AbortReason.UnexpectedPdu);
    }

    private async Task AuditStoresAsync(ServedAssociation served)
    {
        foreach (var (study, count) in served.StoredByStudy())
        {
            var line = new AuditEvent(
                DateTimeOffset.UtcNow, AuditAction.Store, served.CallingAETitle.Value, served.RemoteAddress, study, null, AuditOutcome.Success, AuditForms.DicomStore.With(count)) { Instances = count };
            await audit.AppendAsync(line, CancellationToken.None);
        }
    }
}

using System.IO.Pipelines;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.Storage.Ingest;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>C-STORE (PS3.4 annex B): the data set goes to the one door as it arrives; the answer follows when it is durable.</summary>
internal sealed class StorageScp(DicomGatewayOptions options, IInstanceIngest ingest, GatewayMeter meter, ILogger<StorageScp> log) : IDimseScp
{
    public bool Supports(Uid abstractSyntax) =>
        StorageSopClasses.Contains(abstractSyntax)
        || (options.AcceptUnknownSopClasses && abstractSyntax.IsAcceptable && UidDictionary.Find(abstractSyntax) is null);

    /// <summary>
    /// Every syntax is taken, so the requestor's first is: it lists first what it likes to send, which mostly is what it
    /// holds, and what arrives is stored as received.
    /// </summary>
    public Uid ChooseTransferSyntax(IReadOnlyList<Uid> proposed) => proposed.FirstOrDefault(syntax => syntax.IsAcceptable);

    public bool InvokesRequestor => true;

    /// <summary>Level 2 (full) storage, no signatures, no coercion (PS3.4 B.3.1.1).</summary>
    public byte[]? AnswerExtended(ReadOnlySpan<byte> asked) => [2, 0, 0, 0, 0, 0];

    public async Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken)
    {
        if (request is not CStoreRequest store)
        {
            await served.RespondAsync(context, DimseResponse.To(request, DimseStatus.UnrecognizedOperation), cancellationToken);
            return;
        }

        // A modality that leaves the class out means the one it negotiated.
        var sopClass = store.SopClassUid.IsEmpty ? context.AbstractSyntax : store.SopClassUid;
        var incoming = new IncomingInstance.AnnouncedDataSet(sopClass, store.SopInstanceUid, context.TransferSyntax, served.Source);
        var outcome = await ingest.IngestAsync(incoming, dataSet, cancellationToken);
        var response = Answer(served, store, outcome);
        await served.RespondAsync(context, response, cancellationToken);
        meter.Operation(request.Command, response.Status);
    }

    private DimseResponse Answer(ServedAssociation served, CStoreRequest store, IngestOutcome outcome)
    {
        var (status, comment) = Translate(outcome);
        if (outcome is IngestOutcome.Stored stored)
            served.CountStored(stored.StudyInstanceUid);
        else
            log.StoreRefused(store.SopInstanceUid, served.CallingAETitle.Value, status, comment ?? string.Empty);
        return DimseResponse.To(store, status) with { SopInstanceUid = store.SopInstanceUid, ErrorComment = comment };
    }

    /// <summary>The one place where the fate of an instance becomes a C-STORE status (PS3.4 B.2.3).</summary>
    internal static (DimseStatus Status, string? Comment) Translate(IngestOutcome outcome) => outcome switch
    {
        IngestOutcome.Stored => (DimseStatus.Success, null),
        IngestOutcome.Refused { Reason: IngestRefusal.OutOfResources } refused => (DimseStatus.OutOfResources, refused.Text),
        IngestOutcome.Refused { Reason: IngestRefusal.DataSetDoesNotMatch } refused => (DimseStatus.DataSetDoesNotMatchSopClass, refused.Text),
        IngestOutcome.Refused refused => (DimseStatus.CannotUnderstand, refused.Text),
        _ => (DimseStatus.ProcessingFailure, null),
    };
}

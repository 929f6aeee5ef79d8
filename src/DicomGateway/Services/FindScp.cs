using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>C-FIND of the patient root, study root and (retired) patient/study only models (PS3.4 C.4.1).</summary>
internal sealed class FindScp(DicomGatewayOptions options, IInstanceSearch search, Questions questions, IAuditTrail audit, GatewayMeter meter, ILogger<FindScp> log) : IDimseScp
{
    public bool Supports(Uid abstractSyntax) => QueryModel.Of(abstractSyntax)?.Find == abstractSyntax;

    /// <summary>Relational queries, date-time matching and fuzzy names as asked; time zones and frame conversion no (PS3.4 C.5.1.1.1).</summary>
    public byte[]? AnswerExtended(ReadOnlySpan<byte> asked)
    {
        var answer = new byte[asked.Length];
        for (var i = 0; i < Math.Min(3, asked.Length); i++)
            answer[i] = asked[i] == 1 ? (byte)1 : (byte)0;
        return answer;
    }

    public async Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken)
    {
        var final = request is CFindRequest
            ? await AnswerAsync(served, context, request, cancellationToken)
            : DimseResponse.To(request, DimseStatus.UnrecognizedOperation);
        await served.RespondAsync(context, final, cancellationToken);
        meter.Operation(request.Command, final.Status);
    }

    private async Task<DimseResponse> AnswerAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, CancellationToken cancellationToken)
    {
        questions.Note();
        if (await served.ReadIdentifierAsync(context, cancellationToken) is not { } identifier)
            return Refuse(served, request, DimseStatus.CannotUnderstand, "The identifier cannot be read.");
        var extended = served.Extended(context.AbstractSyntax);
        var reading = FindIdentifier.Read(
            identifier.ReadWith(options.Fallbacks.For(served.CallingAETitle)), QueryModel.Of(context.AbstractSyntax)!, isRelational: extended is [1, ..], isFuzzy: extended is [_, _, 1, ..]);
        if (reading.Value is not { } find)
            return Refuse(served, request, reading.Status, reading.Fault!);
        try
        {
            var (status, answers) = await StreamAsync(served, context, request, find, cancellationToken);
            await AuditAsync(served, find.Query.Level, status, answers);
            return DimseResponse.To(request, status);
        }
        catch (InvalidQueryException invalid)
        {
            return Refuse(served, request, DimseStatus.DataSetDoesNotMatchSopClass, invalid.Message);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or MalformedPduException))
        {
            log.ServiceFailed(request.Command, served.CallingAETitle.Value, fault);
            return DimseResponse.To(request, DimseStatus.UnableToProcess) with { ErrorComment = "The index did not answer. Try again later." };
        }
    }

    private async Task<(DimseStatus Status, int Answers)> StreamAsync(
        ServedAssociation served, NegotiatedContext context, DimseRequest request, FindIdentifier find, CancellationToken cancellationToken)
    {
        var answers = 0;
        var isUnaccented = options.WantsUnaccented(served.CallingAETitle);
        var pending = DimseResponse.To(request, find.HasUnsupportedKeys ? DimseStatus.PendingWithUnsupportedKeys : DimseStatus.Pending);
        var responses = new PendingResponses(served, context, pending);
        var always = InEach(find.Query.Level);
        await using var found = search.SearchAsync(find.Query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(found, responses, cancellationToken))
        {
            if (served.Association.IsCancelled(request.MessageId))
                return (DimseStatus.Cancel, answers);
            foreach (var element in always)
                found.Current.Set(element);
            await responses.AddAsync(isUnaccented ? found.Current.Unaccented() : found.Current, cancellationToken);
            answers++;
        }

        return (DimseStatus.Success, answers);
    }

    // What was found leaves before anybody waits for more of it. What the last page leaves behind goes with the final response.
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<DataSet> found, PendingResponses responses, CancellationToken cancellationToken)
    {
        var next = found.MoveNextAsync();
        var sending = next.IsCompleted ? ValueTask.CompletedTask : responses.SendAsync(cancellationToken);
        try
        {
            return await next;
        }
        finally
        {
            await sending;
        }
    }

    // PS3.4 C.4.1.1.3.2: the level, and where the instances can be had.
    private DataSet InEach(QueryLevel level) => new DataSet()
        .SetString(Tags.QueryRetrieveLevel, IdentifierLevel.Name(level))
        .SetString(Tags.RetrieveAETitle, options.AETitle)
        .SetString(Tags.InstanceAvailability, "ONLINE");

    private DimseResponse Refuse(ServedAssociation served, DimseRequest request, DimseStatus status, string fault)
    {
        log.RequestRefused(request.Command, served.CallingAETitle.Value, status, fault);
        return DimseResponse.To(request, status) with { ErrorComment = fault };
    }

    private ValueTask AuditAsync(ServedAssociation served, QueryLevel level, DimseStatus status, int answers)
    {
        var outcome = status == DimseStatus.Success ? AuditOutcome.Success : AuditOutcome.Aborted;
        var line = new AuditEvent(
            DateTimeOffset.UtcNow, AuditAction.Query, served.CallingAETitle.Value, served.RemoteAddress, null, null, outcome, AuditForms.DicomSearch.With(IdentifierLevel.Name(level), answers));
        return audit.AppendAsync(line, CancellationToken.None);
    }
}

using System.IO.Pipelines;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>Puts stored instances on an association as C-STORE requests, straight from the object store into PDUs, converted on the way where the peer needs it.</summary>
internal sealed class InstanceSender(IInstanceRetrieve retrieve, InstanceTranscoder transcoder, ILogger<InstanceSender> log)
{
    /// <inheritdoc cref="SendingPlan.For"/>
    public SendingPlan? Plan(StoredInstance instance, NegotiatedContexts contexts, Func<NegotiatedContext, bool> mayInvoke) =>
        SendingPlan.For(instance, contexts, mayInvoke, transcoder);

    /// <summary>Sends the request with its data set.</summary>
    /// <returns>False when the instance cannot be read or converted; nothing was sent then and the association goes on.</returns>
    /// <exception cref="MessageInterruptedException">The association cannot go on.</exception>
    public async Task<bool> TrySendAsync(
        Association association, SendingPlan plan, ushort messageId, MoveOriginator? originator, string destination, CancellationToken cancellationToken)
    {
        var instance = plan.Instance;
        var request = new CStoreRequest(messageId, instance.SopClassUid, instance.SopInstanceUid, Priority.Medium) { MoveOriginator = originator };
        var (content, write) = await PrepareAsync(plan, request, destination, cancellationToken);
        if (content is null)
            return false;
        await using (content)
        {
            try
            {
                await association.WriteAsync(writer => write(writer, cancellationToken), cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The store failed in mid-message, or a frame cannot be decoded: the peer can only be told by an abort.
                log.InstanceUnreadable(instance.SopInstanceUid, destination, fault);
                throw new MessageInterruptedException(InterruptionKind.Unreadable, fault);
            }
        }

        return true;
    }

    // All that can fail before the first byte.
    private async Task<(IAsyncDisposable? Content, Func<MessageWriter, CancellationToken, ValueTask> Write)> PrepareAsync(
        SendingPlan plan, CStoreRequest request, string destination, CancellationToken cancellationToken)
    {
        var (instance, context) = (plan.Instance, plan.Context);
        try
        {
            if (plan.Converts)
            {
                await retrieve.CheckSuspectAsync(instance, cancellationToken);
                var body = await transcoder.TranscodeAsync(instance, TransferSyntax.Of(context.TransferSyntax), cancellationToken);
                return (body, (writer, token) => SendAsync(writer, context.Id, request, body, token));
            }

            var stored = await retrieve.OpenDataSetRangeAsync(instance, 0, instance.DataSetLength, inflate: false, cancellationToken);
            return (stored, (writer, token) => writer.SendAsync(context.Id, request, stored, instance.DataSetLength, token));
        }
        catch (UndecodableFrameException) when (plan.Otherwise is not null)
        {
            return await PrepareAsync(plan.Otherwise, request, destination, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.InstanceUnreadable(instance.SopInstanceUid, destination, fault);
            return (null, (_, _) => default);
        }
    }

    private static async ValueTask SendAsync(MessageWriter writer, byte contextId, CStoreRequest request, IInstanceBody body, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var making = MakeAsync(body, pipe.Writer, cancellationToken);
        try
        {
            await writer.SendAsync(contextId, request, pipe.Reader, cancellationToken);
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await making;
        }
    }

    // What goes wrong comes out at the reader's end.
    private static async Task MakeAsync(IInstanceBody body, PipeWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await body.WriteDataSetAsync(output, cancellationToken);
            await output.CompleteAsync();
        }
#pragma warning disable CA1031 // it is handed over, not swallowed
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await output.CompleteAsync(fault);
        }
    }
}

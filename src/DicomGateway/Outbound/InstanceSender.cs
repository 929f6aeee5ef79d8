using System.Buffers;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>Puts stored instances on an association as C-STORE requests, straight from the object store into PDUs.</summary>
internal sealed class InstanceSender(IInstanceRetrieve retrieve, ILogger<InstanceSender> log)
{
    /// <summary>Sends the request with its data set.</summary>
    /// <returns>False when the instance cannot be read; nothing was sent then and the association goes on.</returns>
    /// <exception cref="MessageInterruptedException">The association cannot go on.</exception>
    public async Task<bool> TrySendAsync(
        Association association, SendingPlan plan, ushort messageId, MoveOriginator? originator, string destination, CancellationToken cancellationToken)
    {
        var instance = plan.Instance;
        Stream? stored;
        ReadOnlyMemory<byte> converted = default;
        try
        {
            stored = await retrieve.OpenDataSetRangeAsync(instance, 0, instance.DataSetLength, inflate: false, cancellationToken);
            if (plan.Converts)
                converted = await ConvertAsync(plan, stored, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.InstanceUnreadable(instance.SopInstanceUid, destination, fault);
            return false;
        }

        await using (stored)
        {
            var request = new CStoreRequest(messageId, instance.SopClassUid, instance.SopInstanceUid, Priority.Medium) { MoveOriginator = originator };
            if (plan.Converts)
                await association.WriteAsync(writer => writer.SendAsync(plan.Context.Id, request, converted, cancellationToken), cancellationToken);
            else
                await StreamAsync(association, plan, request, stored, destination, cancellationToken);
        }

        return true;
    }

    private async Task StreamAsync(
        Association association, SendingPlan plan, CStoreRequest request, Stream stored, string destination, CancellationToken cancellationToken)
    {
        try
        {
            await association.WriteAsync(writer => writer.SendAsync(plan.Context.Id, request, stored, plan.Instance.DataSetLength, cancellationToken), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The store failed in mid-message: the peer can only be told by an abort.
            log.InstanceUnreadable(plan.Instance.SopInstanceUid, destination, fault);
            throw new MessageInterruptedException(InterruptionKind.GivenUp, fault);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ConvertAsync(SendingPlan plan, Stream stored, CancellationToken cancellationToken)
    {
        var bytes = new byte[plan.Instance.DataSetLength];
        await stored.ReadExactlyAsync(bytes, cancellationToken);
        var dataSet = DataSetReader.Read(bytes, TransferSyntax.Of(plan.Instance.TransferSyntaxUid));
        var output = new ArrayBufferWriter<byte>(bytes.Length + 1024);
        DataSetWriter.Write(output, dataSet, TransferSyntax.Of(plan.Context.TransferSyntax));
        return output.WrittenMemory;
    }
}

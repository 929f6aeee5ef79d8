using System.Buffers;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Writes one PDU exactly as PS3.8 9.3 lays it out, in one piece.</summary>
public static class PduWriter
{
    /// <summary>Writes header and body; the caller flushes once.</summary>
    public static void Write(IBufferWriter<byte> output, Pdu pdu)
    {
        var body = new ItemWriter();
        switch (pdu)
        {
            case AssociateRequest request:
                WriteRequest(body, request);
                break;
            case AssociateAccept accept:
                WriteAccept(body, accept);
                break;
            case AssociateReject reject:
                body.Byte(0).Byte((byte)reject.Result).UInt16((ushort)reject.Reason);
                break;
            case Abort abort:
                body.UInt16(0).Byte((byte)abort.Source).Byte((byte)abort.Reason);
                break;
            case DataTransfer data:
                WriteDataTransfer(body, data);
                break;
            default:
                body.UInt32(0);
                break;
        }

        var span = output.GetSpan(PduHeader.Size + body.Written.Length);
        new PduHeader(pdu.Type, (uint)body.Written.Length).Write(span);
        body.Written.CopyTo(span[PduHeader.Size..]);
        output.Advance(PduHeader.Size + body.Written.Length);
    }

    private static void WriteRequest(ItemWriter body, AssociateRequest request)
    {
        WriteFixedPart(body, request.ProtocolVersion, request.CalledAETitle, request.CallingAETitle);
        body.Item(ItemType.ApplicationContext, item => item.Text(request.ApplicationContext.Value));
        foreach (var context in request.PresentationContexts)
        {
            body.Item(ItemType.PresentationContextProposal, item =>
            {
                item.Byte(context.Id).Zeros(3).Item(ItemType.AbstractSyntax, uid => uid.Text(context.AbstractSyntax.Value));
                foreach (var syntax in context.TransferSyntaxes)
                    item.Item(ItemType.TransferSyntax, uid => uid.Text(syntax.Value));
            });
        }

        body.Item(ItemType.UserInformation, item => UserInformationWriter.Write(item, request.UserInformation));
    }

    private static void WriteAccept(ItemWriter body, AssociateAccept accept)
    {
        WriteFixedPart(body, accept.ProtocolVersion, accept.CalledAETitle, accept.CallingAETitle);
        body.Item(ItemType.ApplicationContext, item => item.Text(accept.ApplicationContext.Value));
        foreach (var context in accept.PresentationContexts)
        {
            body.Item(ItemType.PresentationContextResult, item => item
                .Byte(context.Id).Byte(0).Byte((byte)context.Outcome).Byte(0)
                .Item(ItemType.TransferSyntax, uid => uid.Text(context.TransferSyntax.Value)));
        }

        body.Item(ItemType.UserInformation, item => UserInformationWriter.Write(item, accept.UserInformation));
    }

    private static void WriteFixedPart(ItemWriter body, ushort version, AETitle called, AETitle calling) =>
        body.UInt16(version).Zeros(2).Title(called).Title(calling).Zeros(32);

    private static void WriteDataTransfer(ItemWriter body, DataTransfer data)
    {
        Span<byte> header = stackalloc byte[PdvHeader.Size];
        foreach (var value in data.Values)
        {
            new PdvHeader((uint)value.Fragment.Length, value.ContextId, value.IsCommand, value.IsLast).Write(header);
            body.Bytes(header).Bytes(value.Fragment.Span);
        }
    }
}

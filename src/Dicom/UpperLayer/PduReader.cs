using System.Buffers;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>
/// Reads one PDU off the front of what has arrived. Lenient in what costs nothing (unknown items, padding, order),
/// exact about lengths, which are checked before anything is allocated.
/// </summary>
public static class PduReader
{
    /// <summary>Longest association PDU read by default: 128 contexts of 40 transfer syntaxes stay below 400 KB.</summary>
    public const int DefaultMaximumLength = 1 << 20;

    /// <summary>Reads a PDU and moves <paramref name="buffer"/> behind it.</summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="pdu">The result.</param>
    /// <param name="maximumLength">Longest body accepted, in bytes.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="MalformedPduException">These bytes can never become a PDU.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out Pdu? pdu, int maximumLength = DefaultMaximumLength)
    {
        pdu = null;
        // An unknown type is refused at its first byte: an HTTP or TLS client need not send six.
        if (!buffer.IsEmpty && !new PduHeader((PduType)buffer.FirstSpan[0], 0).IsKnown)
            throw new MalformedPduException($"There is no PDU type {buffer.FirstSpan[0]:X2}.", 0, AbortReason.UnrecognizedPdu);
        if (!PduHeader.TryRead(buffer, out var header))
            return false;
        Check(header, maximumLength);
        if (buffer.Length < PduHeader.Size + (long)header.BodyLength)
            return false;

        var body = buffer.Slice(PduHeader.Size, header.BodyLength);
        pdu = header.Type == PduType.DataTransfer ? ReadDataTransfer(body) : Read(header.Type, body);
        buffer = buffer.Slice(body.End);
        return true;
    }

    private static void Check(PduHeader header, int maximumLength)
    {
        var fixedLength = header.Type is PduType.AssociateReject or PduType.ReleaseRequest or PduType.ReleaseResponse or PduType.Abort;
        if (fixedLength ? header.BodyLength != 4 : header.BodyLength > (uint)maximumLength)
            throw new MalformedPduException($"{header.Type} announces {header.BodyLength} bytes; {(fixedLength ? 4 : maximumLength)} are allowed.", 2);
    }

    private static Pdu Read(PduType type, in ReadOnlySequence<byte> body)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        var reader = new ItemReader(bytes, PduHeader.Size);
        return type switch
        {
            PduType.AssociateRequest => AssociateReader.ReadRequest(reader),
            PduType.AssociateAccept => AssociateReader.ReadAccept(reader),
            PduType.AssociateReject => new AssociateReject((RejectResult)bytes[1], (RejectReason)((bytes[2] << 8) | bytes[3])),
            PduType.ReleaseRequest => new ReleaseRequest(),
            PduType.ReleaseResponse => new ReleaseResponse(),
            _ => new Abort((AbortSource)bytes[2], (AbortReason)bytes[3]),
        };
    }

    private static DataTransfer ReadDataTransfer(ReadOnlySequence<byte> body)
    {
        var values = new List<PresentationDataValue>();
        var total = body.Length;
        while (!body.IsEmpty)
        {
            if (!PdvHeader.TryRead(body, out var header) || header.FragmentLength > body.Length - PdvHeader.Size)
                throw new MalformedPduException("A presentation data value does not fit in its PDU (PS3.8 9.3.5.1).", PduHeader.Size + total - body.Length);
            body = body.Slice(PdvHeader.Size);
            values.Add(new PresentationDataValue(header.ContextId, header.IsCommand, header.IsLast, body.Slice(0, header.FragmentLength).ToArray()));
            body = body.Slice(header.FragmentLength);
        }

        if (values.Count == 0)
            throw new MalformedPduException("A P-DATA-TF PDU holds at least one presentation data value (PS3.8 9.3.5).", 2);
        return new DataTransfer(values);
    }
}

using System.Buffers;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>Where in the nesting P-DATA-TF → presentation data value → fragment a byte position is. A value: copied, moved on, kept or dropped.</summary>
internal struct FragmentCursor
{
    /// <summary>Bytes of the PDU behind the current fragment.</summary>
    public uint PduRemaining;

    /// <summary>Bytes of the current fragment not yet passed.</summary>
    public uint FragmentRemaining;

    /// <summary>The current fragment is the last of its command set or data set.</summary>
    public bool IsLast;

    /// <summary>A fragment of the current command set or data set was seen.</summary>
    public bool HasStarted;

    /// <summary>Context of the message; known from its first fragment.</summary>
    public byte ContextId;

    /// <summary>The current command set or data set is complete.</summary>
    public readonly bool HasEnded => HasStarted && IsLast && FragmentRemaining == 0;

    /// <summary>Begins the next command set or data set, which may start inside the current PDU.</summary>
    public void Restart()
    {
        HasStarted = false;
        IsLast = false;
    }

    /// <summary>Steps over the headers before the next fragment.</summary>
    /// <returns>False, and nothing changed, when more bytes are needed.</returns>
    /// <exception cref="MalformedPduException">The headers contradict each other or the limits.</exception>
    /// <exception cref="MessageInterruptedException">The peer aborted.</exception>
    public bool TryEnter(ref ReadOnlySequence<byte> rest, bool isCommand, uint maximumPduLength)
    {
        var behind = rest;
        var remaining = PduRemaining;
        if (remaining == 0)
        {
            if (!PduHeader.TryRead(behind, out var pdu))
                return false;
            if (pdu.Type == PduType.Abort)
                throw new MessageInterruptedException(InterruptionKind.Aborted);
            if (pdu.Type != PduType.DataTransfer)
                throw new MalformedPduException($"A {pdu.Type} PDU came inside a message.", 0, AbortReason.UnexpectedPdu);
            if (pdu.BodyLength < PdvHeader.Size || pdu.BodyLength > maximumPduLength)
                throw new MalformedPduException($"A P-DATA-TF PDU of {pdu.BodyLength} bytes is outside 6 to {maximumPduLength}.", 2);
            remaining = pdu.BodyLength;
            behind = behind.Slice(PduHeader.Size);
        }

        if (remaining < PdvHeader.Size)
            throw new MalformedPduException($"{remaining} bytes at the end of a PDU are no presentation data value.", 0);
        if (!PdvHeader.TryRead(behind, out var pdv))
            return false;
        Check(pdv, remaining, isCommand);
        PduRemaining = remaining - PdvHeader.Size - pdv.FragmentLength;
        FragmentRemaining = pdv.FragmentLength;
        IsLast = pdv.IsLast;
        HasStarted = true;
        ContextId = pdv.ContextId;
        rest = behind.Slice(PdvHeader.Size);
        return true;
    }

    private readonly void Check(PdvHeader pdv, uint remaining, bool isCommand)
    {
        if (pdv.FragmentLength > remaining - PdvHeader.Size)
            throw new MalformedPduException($"A fragment of {pdv.FragmentLength} bytes does not fit in the {remaining} left of its PDU.", 0);
        if (pdv.IsCommand != isCommand)
            throw new MalformedPduException(isCommand ? "A data set came without its command." : "A command came inside a data set.", 0, AbortReason.UnexpectedPduParameter);
        if (HasStarted && pdv.ContextId != ContextId)
            throw new MalformedPduException("The presentation context changed inside a message (PS3.8 annex E.2).", 0);
    }
}

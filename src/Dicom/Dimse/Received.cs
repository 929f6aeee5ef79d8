using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>What came next on an association.</summary>
public abstract record Received
{
    private Received()
    {
    }

    /// <summary>The command part of a message; its data set, when it has one, is ready to be read.</summary>
    public sealed record Message(byte ContextId, DimseMessage Command) : Received;

    /// <summary>A PDU other than P-DATA-TF: release, abort, or one that may not come now.</summary>
    public sealed record Control(Pdu Pdu) : Received;

    /// <summary>The connection is gone, or the wait was given up.</summary>
    public sealed record Ended(InterruptionKind Kind) : Received;
}

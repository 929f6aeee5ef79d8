namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The peer's bytes are no PDU, or not the one that may come now; carries the A-ABORT reason to answer with.</summary>
/// <param name="message">What is wrong, without any value of the data set.</param>
/// <param name="position">Byte offset from the start of the PDU.</param>
/// <param name="reason">PS3.8 9.3.8.</param>
public sealed class MalformedPduException(string message, long position, AbortReason reason = AbortReason.InvalidPduParameterValue)
    : Exception(message)
{
    /// <summary>Byte offset from the start of the PDU.</summary>
    public long Position { get; } = position;

    /// <summary>What the A-ABORT says.</summary>
    public AbortReason Reason { get; } = reason;
}

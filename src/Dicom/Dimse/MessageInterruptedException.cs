using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>
/// A message could not be read or written to its end. It is an <see cref="OperationCanceledException"/> so that whoever
/// consumes the data set rolls back as for any peer that went away; the association loop looks at the kind.
/// </summary>
public sealed class MessageInterruptedException(InterruptionKind kind, Exception? inner = null)
    : OperationCanceledException($"The message was cut: {kind}.", inner)
{
    /// <summary>Why it ended early.</summary>
    public InterruptionKind Kind { get; } = kind;

    /// <summary>Set for <see cref="InterruptionKind.Malformed"/>.</summary>
    public MalformedPduException? Malformed => InnerException as MalformedPduException;
}

/// <summary>Why a message ended early.</summary>
public enum InterruptionKind
{
    /// <summary>The peer closed or lost the connection.</summary>
    Closed,

    /// <summary>The peer sent A-ABORT.</summary>
    Aborted,

    /// <summary>The peer's bytes cannot be read.</summary>
    Malformed,

    /// <summary>This side stopped waiting: idle time-out or shutdown.</summary>
    GivenUp,

    /// <summary>What this side was sending could not be read to its end.</summary>
    Unreadable,
}

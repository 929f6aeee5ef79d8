namespace ImagingGateway.DicomGateway.Associations;

/// <summary>How an association ended.</summary>
public enum AssociationEnd
{
    Released,
    AbortedByPeer,

    /// <summary>The peer's bytes could not be read, or came out of turn.</summary>
    AbortedByUs,

    /// <summary>Idle too long, or this server is stopping.</summary>
    GivenUp,
    ConnectionLost,
}

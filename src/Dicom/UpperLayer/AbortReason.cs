namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Who aborted (PS3.8 9.3.8).</summary>
public enum AbortSource : byte
{
    /// <summary>The application.</summary>
    ServiceUser = 0,

    /// <summary>Not to be used.</summary>
    Reserved = 1,

    /// <summary>The protocol machine.</summary>
    ServiceProvider = 2,
}

/// <summary>Why the service provider aborted; not significant when the service user did (PS3.8 9.3.8).</summary>
public enum AbortReason : byte
{
    /// <summary>No reason given.</summary>
    NotSpecified = 0,

    /// <summary>A PDU of unknown type.</summary>
    UnrecognizedPdu = 1,

    /// <summary>A PDU that has no place in the state.</summary>
    UnexpectedPdu = 2,

    /// <summary>Not to be used.</summary>
    Reserved = 3,

    /// <summary>A PDU with an unknown parameter.</summary>
    UnrecognizedPduParameter = 4,

    /// <summary>A PDU with a parameter that has no place in it.</summary>
    UnexpectedPduParameter = 5,

    /// <summary>A PDU with a parameter of a value that is not allowed.</summary>
    InvalidPduParameterValue = 6,
}

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Whether trying again later may help (PS3.8 9.3.4).</summary>
public enum RejectResult : byte
{
    /// <summary>Asking again will not help.</summary>
    Permanent = 1,

    /// <summary>Asking again later may help.</summary>
    Transient = 2,
}

/// <summary>Source (high byte) and reason (low byte) of a rejection (PS3.8 table 9-21). Other pairs on the wire are kept as they are.</summary>
public enum RejectReason : ushort
{
    /// <summary>Service user: no reason given.</summary>
    NoReasonGiven = 0x0101,

    /// <summary>Service user: another application context than that of DICOM.</summary>
    ApplicationContextNameNotSupported = 0x0102,

    /// <summary>Service user: who calls is not known.</summary>
    CallingAETitleNotRecognized = 0x0103,

    /// <summary>Service user: nobody of the called title is here.</summary>
    CalledAETitleNotRecognized = 0x0107,

    /// <summary>Service provider (ACSE): no reason given.</summary>
    NoReasonGivenByProvider = 0x0201,

    /// <summary>Service provider (ACSE): another version of the protocol.</summary>
    ProtocolVersionNotSupported = 0x0202,

    /// <summary>Service provider (presentation): too busy at the moment.</summary>
    TemporaryCongestion = 0x0301,

    /// <summary>Service provider (presentation): a limit of ours is reached.</summary>
    LocalLimitExceeded = 0x0302,
}

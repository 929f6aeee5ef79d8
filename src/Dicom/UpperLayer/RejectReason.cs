namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Whether trying again later may help (PS3.8 9.3.4).</summary>
public enum RejectResult : byte
{
    Permanent = 1,
    Transient = 2,
}

/// <summary>Source (high byte) and reason (low byte) of a rejection (PS3.8 table 9-21). Other pairs on the wire are kept as they are.</summary>
public enum RejectReason : ushort
{
    NoReasonGiven = 0x0101,
    ApplicationContextNameNotSupported = 0x0102,
    CallingAETitleNotRecognized = 0x0103,
    CalledAETitleNotRecognized = 0x0107,
    NoReasonGivenByProvider = 0x0201,
    ProtocolVersionNotSupported = 0x0202,
    TemporaryCongestion = 0x0301,
    LocalLimitExceeded = 0x0302,
}

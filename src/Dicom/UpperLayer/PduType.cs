namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>First byte of a protocol data unit (PS3.8 9.3.1).</summary>
public enum PduType : byte
{
    /// <summary>A-ASSOCIATE-RQ (9.3.2).</summary>
    AssociateRequest = 0x01,

    /// <summary>A-ASSOCIATE-AC (9.3.3).</summary>
    AssociateAccept = 0x02,

    /// <summary>A-ASSOCIATE-RJ (9.3.4).</summary>
    AssociateReject = 0x03,

    /// <summary>P-DATA-TF (9.3.5).</summary>
    DataTransfer = 0x04,

    /// <summary>A-RELEASE-RQ (9.3.6).</summary>
    ReleaseRequest = 0x05,

    /// <summary>A-RELEASE-RP (9.3.7).</summary>
    ReleaseResponse = 0x06,

    /// <summary>A-ABORT (9.3.8).</summary>
    Abort = 0x07,
}

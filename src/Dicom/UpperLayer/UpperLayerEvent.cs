namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Events of PS3.8 table 9-10, numbered as there.</summary>
public enum UpperLayerEvent : byte
{
    /// <summary>A-ASSOCIATE request of the local user.</summary>
    LocalAssociateRequest = 1,

    /// <summary>The transport connection asked for is open.</summary>
    TransportConnected,

    /// <summary>A-ASSOCIATE-AC PDU came.</summary>
    AssociateAcceptReceived,

    /// <summary>A-ASSOCIATE-RJ PDU came.</summary>
    AssociateRejectReceived,

    /// <summary>Somebody opened a transport connection to us.</summary>
    TransportIndicated,

    /// <summary>A-ASSOCIATE-RQ PDU came.</summary>
    AssociateRequestReceived,

    /// <summary>The local user accepts the association.</summary>
    LocalAccept,

    /// <summary>The local user rejects it.</summary>
    LocalReject,

    /// <summary>P-DATA request of the local user.</summary>
    LocalData,

    /// <summary>P-DATA-TF PDU came.</summary>
    DataReceived,

    /// <summary>A-RELEASE request of the local user.</summary>
    LocalReleaseRequest,

    /// <summary>A-RELEASE-RQ PDU came.</summary>
    ReleaseRequestReceived,

    /// <summary>A-RELEASE-RP PDU came.</summary>
    ReleaseResponseReceived,

    /// <summary>The local user agrees to the release.</summary>
    LocalReleaseResponse,

    /// <summary>A-ABORT request of the local user.</summary>
    LocalAbort,

    /// <summary>A-ABORT PDU came.</summary>
    AbortReceived,

    /// <summary>The transport connection is closed.</summary>
    TransportClosed,

    /// <summary>The ARTIM timer ran out.</summary>
    ArtimExpired,

    /// <summary>A PDU came that is not recognized or not valid.</summary>
    InvalidPduReceived,
}

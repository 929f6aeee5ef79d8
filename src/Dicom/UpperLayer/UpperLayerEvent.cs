namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Events of PS3.8 table 9-10, numbered as there.</summary>
public enum UpperLayerEvent : byte
{
    LocalAssociateRequest = 1,
    TransportConnected,
    AssociateAcceptReceived,
    AssociateRejectReceived,
    TransportIndicated,
    AssociateRequestReceived,
    LocalAccept,
    LocalReject,
    LocalData,
    DataReceived,
    LocalReleaseRequest,
    ReleaseRequestReceived,
    ReleaseResponseReceived,
    LocalReleaseResponse,
    LocalAbort,
    AbortReceived,
    TransportClosed,
    ArtimExpired,
    InvalidPduReceived,
}

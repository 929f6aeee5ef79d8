namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>Actions of PS3.8 tables 9-6 to 9-9.</summary>
public enum UpperLayerAction : byte
{
    /// <summary>No entry in the table: the event cannot happen in this state.</summary>
    None,

    /// <summary>Open the transport connection.</summary>
    AE1,

    /// <summary>Send A-ASSOCIATE-RQ.</summary>
    AE2,

    /// <summary>Confirm acceptance to the local user.</summary>
    AE3,

    /// <summary>Confirm rejection to the local user, close the connection.</summary>
    AE4,

    /// <summary>Start ARTIM.</summary>
    AE5,

    /// <summary>Stop ARTIM; indicate the request when the service provider can take it, else send A-ASSOCIATE-RJ and start ARTIM.</summary>
    AE6,

    /// <summary>Send A-ASSOCIATE-AC.</summary>
    AE7,

    /// <summary>Send A-ASSOCIATE-RJ, start ARTIM.</summary>
    AE8,

    /// <summary>Send P-DATA-TF.</summary>
    DT1,

    /// <summary>Indicate data.</summary>
    DT2,

    /// <summary>Send A-RELEASE-RQ.</summary>
    AR1,

    /// <summary>Indicate release.</summary>
    AR2,

    /// <summary>Confirm release, close the connection.</summary>
    AR3,

    /// <summary>Send A-RELEASE-RP, start ARTIM.</summary>
    AR4,

    /// <summary>Stop ARTIM.</summary>
    AR5,

    /// <summary>Indicate data while awaiting release.</summary>
    AR6,

    /// <summary>Send P-DATA-TF while the local user is asked to release.</summary>
    AR7,

    /// <summary>Indicate a release collision.</summary>
    AR8,

    /// <summary>Send A-RELEASE-RP.</summary>
    AR9,

    /// <summary>Confirm release.</summary>
    AR10,

    /// <summary>Send A-ABORT (service user), start ARTIM.</summary>
    AA1,

    /// <summary>Stop ARTIM, close the connection.</summary>
    AA2,

    /// <summary>Indicate abort, close the connection.</summary>
    AA3,

    /// <summary>Indicate provider abort: the connection is gone.</summary>
    AA4,

    /// <summary>Stop ARTIM: the connection is gone.</summary>
    AA5,

    /// <summary>Ignore the PDU.</summary>
    AA6,

    /// <summary>Send A-ABORT.</summary>
    AA7,

    /// <summary>Send A-ABORT (service provider), indicate provider abort, start ARTIM.</summary>
    AA8,
}

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>What a registered identifier names (column "UID Type" of PS3.6 table A-1 and its companions).</summary>
public enum UidKind
{
    /// <summary>SOP class.</summary>
    SopClass,
    /// <summary>Meta SOP class.</summary>
    MetaSopClass,
    /// <summary>Transfer syntax.</summary>
    TransferSyntax,
    /// <summary>Well-known SOP instance.</summary>
    WellKnownSopInstance,
    /// <summary>Well-known frame of reference.</summary>
    FrameOfReference,
    /// <summary>Coding scheme.</summary>
    CodingScheme,
    /// <summary>Service class.</summary>
    ServiceClass,
    /// <summary>LDAP object.</summary>
    LdapObject,
    /// <summary>Something else of PS3.6 table A-1.</summary>
    Other,
}

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>What a registered identifier names (column "UID Type" of PS3.6 table A-1 and its companions).</summary>
public enum UidKind
{
    SopClass,
    MetaSopClass,
    TransferSyntax,
    WellKnownSopInstance,
    FrameOfReference,
    CodingScheme,
    ServiceClass,
    LdapObject,
    Other,
}

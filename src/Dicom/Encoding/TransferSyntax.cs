using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>What a transfer syntax UID says about the coding of a data set (PS3.5 section 10 and annex A).</summary>
public sealed record TransferSyntax(Uid Uid, bool IsExplicitVR, bool IsBigEndian, bool IsDeflated, bool IsEncapsulated)
{
    /// <summary>PS3.5 A.1.</summary>
    public static readonly TransferSyntax ImplicitVRLittleEndian = new(new Uid("1.2.840.10008.1.2"), false, false, false, false);
    /// <summary>PS3.5 A.2.</summary>
    public static readonly TransferSyntax ExplicitVRLittleEndian = new(new Uid("1.2.840.10008.1.2.1"), true, false, false, false);
    /// <summary>PS3.5 A.5.</summary>
    public static readonly TransferSyntax DeflatedExplicitVRLittleEndian = new(new Uid("1.2.840.10008.1.2.1.99"), true, false, true, false);
    /// <summary>PS3.5 A.3 of 2016, retired.</summary>
    public static readonly TransferSyntax ExplicitVRBigEndian = new(new Uid("1.2.840.10008.1.2.2"), true, true, false, false);

    /// <summary>GE's private implicit syntax with big endian pixel data; the header is plain implicit little endian.</summary>
    public static readonly TransferSyntax PrivateGEImplicitBigEndianPixels = new(new Uid("1.2.840.113619.5.2"), false, false, false, false);

    /// <summary>Any other syntax, known or private, is explicit little endian with encapsulated pixel data (PS3.5 A.4).</summary>
    public static TransferSyntax Of(Uid uid) => uid.Value switch
    {
        "1.2.840.10008.1.2" => ImplicitVRLittleEndian,
        "1.2.840.10008.1.2.1" => ExplicitVRLittleEndian,
        "1.2.840.10008.1.2.1.99" => DeflatedExplicitVRLittleEndian,
        "1.2.840.10008.1.2.2" => ExplicitVRBigEndian,
        "1.2.840.113619.5.2" => PrivateGEImplicitBigEndianPixels,
        "1.2.840.10008.1.20" => new TransferSyntax(uid, false, false, false, false), // Papyrus 3, retired
        "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.205" => new TransferSyntax(uid, true, false, true, true), // JPIP Referenced Deflate: PS3.5 A.7
        _ => new TransferSyntax(uid, true, false, false, true),
    };
}

using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>Which transfer syntax is taken for identifiers: the one that carries most, else the default one, else whatever there is.</summary>
internal static class IdentifierSyntax
{
    public static Uid Choose(IReadOnlyList<Uid> proposed)
    {
        if (proposed.Contains(TransferSyntax.ExplicitVRLittleEndian.Uid))
            return TransferSyntax.ExplicitVRLittleEndian.Uid;
        if (proposed.Contains(TransferSyntax.ImplicitVRLittleEndian.Uid))
            return TransferSyntax.ImplicitVRLittleEndian.Uid;
        return proposed.Count > 0 ? proposed[0] : default;
    }
}

using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;

namespace ImagingGateway.DicomGateway.Services;

/// <summary>One service class in the role of SCP. Stateless: what belongs to an association is in <see cref="ServedAssociation"/>.</summary>
public interface IDimseScp
{
    bool Supports(Uid abstractSyntax);

    /// <summary>One of the proposed syntaxes, or the empty UID. The default suits identifiers: explicit, else implicit little endian, else the first.</summary>
    Uid ChooseTransferSyntax(IReadOnlyList<Uid> proposed) => IdentifierSyntax.Choose(proposed);

    /// <summary>Answer to a SOP class extended negotiation; null for none.</summary>
    byte[]? AnswerExtended(ReadOnlySpan<byte> asked) => null;

    /// <summary>Serves one request to its final response.</summary>
    /// <exception cref="MessageInterruptedException">The association cannot go on.</exception>
    Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, CancellationToken cancellationToken);
}

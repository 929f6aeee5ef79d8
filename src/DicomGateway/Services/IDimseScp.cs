using System.IO.Pipelines;
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

    /// <summary>This side also invokes operations of the class on a requestor that takes the SCP role (C-GET sub-operations, PS3.4 C.5.3).</summary>
    bool InvokesRequestor => false;

    /// <summary>Serves one request to its final response.</summary>
    /// <param name="served">On which association.</param>
    /// <param name="context">In which presentation context.</param>
    /// <param name="request">The command set.</param>
    /// <param name="dataSet">The data set that follows it; with an asynchronous operations window the association goes on once it was read to its end.</param>
    /// <param name="cancellationToken">The connection is gone.</param>
    /// <exception cref="MessageInterruptedException">The association cannot go on.</exception>
    Task ServeAsync(ServedAssociation served, NegotiatedContext context, DimseRequest request, PipeReader dataSet, CancellationToken cancellationToken);
}

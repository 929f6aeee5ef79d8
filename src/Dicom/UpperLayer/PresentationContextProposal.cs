using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>One presentation context of an A-ASSOCIATE-RQ (PS3.8 9.3.2.2).</summary>
/// <param name="Id">Odd, 1 to 255.</param>
/// <param name="AbstractSyntax">A SOP class UID.</param>
/// <param name="TransferSyntaxes">In the requestor's order.</param>
public sealed record PresentationContextProposal(byte Id, Uid AbstractSyntax, IReadOnlyList<Uid> TransferSyntaxes);

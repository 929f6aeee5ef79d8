using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Signing;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A state of a study that was pinned and can never change.</summary>
/// <param name="Number">From 1 within the study.</param>
/// <param name="Actor">Who froze it.</param>
/// <param name="Reason">Why, such as the claim it was filed with.</param>
/// <param name="MerkleRoot">Hexadecimal.</param>
/// <param name="Signature">The signed manifest.</param>
public sealed record FrozenManifest(
    Uid StudyInstanceUid, int Number, DateTimeOffset At, string Actor, string Reason, string MerkleRoot, JsonWebSignature Signature)
{
    public StudyManifest Manifest => StudyManifest.Of(Signature);
}

using ImagingGateway.Filmless.Evidence;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>Body of POST <c>/api/studies/{study}/manifests</c>.</summary>
internal sealed record FreezeWish(string? Reason);

/// <summary>A frozen manifest as the API tells it.</summary>
internal sealed record FrozenAnswer(string StudyInstanceUid, int Number, DateTimeOffset At, string Actor, string Reason, string MerkleRoot, string Url)
{
    public static FrozenAnswer Of(FrozenManifest frozen) => new(
        frozen.StudyInstanceUid.Value, frozen.Number, frozen.At, frozen.Actor, frozen.Reason, frozen.MerkleRoot, $"/studies/{frozen.StudyInstanceUid}/manifests/{frozen.Number}.json");
}

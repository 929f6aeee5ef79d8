namespace ImagingGateway.Filmless.Claims;

/// <summary>One entry of a line's history; entries are added, never changed.</summary>
/// <param name="Reason">Key of a reason from <see cref="ClaimReasons"/>, or the study that was confirmed.</param>
/// <param name="Note">In a person's words.</param>
/// <param name="MerkleRoot">Of the frozen manifest that was decided on; null without a study.</param>
public sealed record ClaimEvent(string Id, DateTimeOffset At, string Actor, ClaimEventKind Kind, string? Reason, string? Note, string? MerkleRoot);

/// <summary>What happened to a line.</summary>
public enum ClaimEventKind
{
    Imported,
    MatchConfirmed,
    MatchRemoved,
    Accepted,
    Queried,
    Refused,
    Reopened,
    Answered,
}

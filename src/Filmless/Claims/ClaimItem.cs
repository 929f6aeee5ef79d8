using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims.Checks;

namespace ImagingGateway.Filmless.Claims;

/// <summary>A claim line as kept: what was filed, the study found for it, what the checks say, where it stands.</summary>
/// <param name="Facility">The facility's key.</param>
/// <param name="Study">Certain or suggested, see <paramref name="Match"/>; null for none.</param>
/// <param name="Candidates">Studies a person may choose from.</param>
/// <param name="Worst">The worst finding; <see cref="Verdict.Bad"/> without any study, <see cref="Verdict.Unsure"/> for a mere suggestion.</param>
/// <param name="Findings">One for each <see cref="Check"/>; empty without a study.</param>
/// <param name="Frozen">What the study consisted of when it was matched.</param>
public sealed record ClaimItem(
    string Id, string FileId, string Facility, ClaimLine Line, Uid? Study, MatchKind Match, IReadOnlyList<Uid> Candidates, Verdict Worst, IReadOnlyList<Finding> Findings,
    DateTimeOffset? EvaluatedAt, ClaimState State, DateTimeOffset DeadlineAt, FrozenEvidence? Frozen)
{
    public bool IsDecided => State is ClaimState.Accepted or ClaimState.Refused;

    /// <summary>The study may be shown to a reviewer: it is no mere suggestion.</summary>
    public bool IsMatched => Match is MatchKind.Key or MatchKind.Confirmed;
}

/// <summary>The signed manifest that was pinned for a claim.</summary>
/// <param name="Number">Of the frozen state within the study.</param>
/// <param name="MerkleRoot">See <see cref="Evidence.FrozenManifest.MerkleRoot"/>.</param>
public sealed record FrozenEvidence(int Number, string MerkleRoot, DateTimeOffset At);

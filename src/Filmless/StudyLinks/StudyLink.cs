using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A link as kept: everything but the token, of which only a hash is known.</summary>
public sealed record StudyLink(
    string Id, IReadOnlyList<Uid> StudyInstanceUids, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    bool HasPin, DateTimeOffset? RevokedAt, string? Note, int Openings)
{
    public required LinkAudience Audience { get; init; }

    public required LinkPurpose Purpose { get; init; }

    public required LinkBasis Basis { get; init; }

    public required LinkPermission Permission { get; init; }

    public required PinKind PinKind { get; init; }

    public string? Recipient { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public int? MaxOpenings { get; init; }

    public bool IsDeidentified { get; init; }

    public LinkDates Dates { get; init; }

    /// <summary>When the PIN may be tried again after too many wrong ones; may be past.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>How often wrong PINs have locked the link since the right one was last entered.</summary>
    public int Lockouts { get; init; }

    /// <summary>A person must press a button (and enter the PIN) before anything is shown, so that robots and previews use nothing up.</summary>
    public bool NeedsConfirmation => HasPin || MaxOpenings is not null;

    /// <summary>What the link is worth at a moment.</summary>
    public StudyLinkState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? StudyLinkState.Revoked
        : ExpiresAt <= now ? StudyLinkState.Expired
        : NotBefore > now ? StudyLinkState.NotYet
        : LockedUntil > now ? StudyLinkState.Locked
        : Openings >= MaxOpenings ? StudyLinkState.UsedUp
        : StudyLinkState.Active;
}

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a token opens right now.</summary>
public abstract record StudyLinkOpening
{
    /// <summary>The link is valid, and was confirmed (with its PIN, if any) where that is needed.</summary>
    public sealed record Open(StudyLink Link) : StudyLinkOpening;

    /// <summary>A PIN is wanted (or the one given was wrong: <paramref name="AttemptsLeft"/> tells).</summary>
    public sealed record PinRequired(StudyLink Link, int AttemptsLeft) : StudyLinkOpening;

    /// <summary>A person must say that the link is to be opened: it may be opened only so often.</summary>
    public sealed record ConfirmationRequired(StudyLink Link) : StudyLinkOpening;

    /// <summary>Too many wrong PINs.</summary>
    public sealed record Locked(DateTimeOffset Until) : StudyLinkOpening;

    /// <summary>The link's time has not come.</summary>
    public sealed record NotYet(DateTimeOffset From) : StudyLinkOpening;

    /// <summary>Opened as often as allowed.</summary>
    public sealed record UsedUp : StudyLinkOpening;

    /// <summary>Expired or revoked; the page may say which, since the token was right.</summary>
    public sealed record Ended(bool WasRevoked) : StudyLinkOpening;

    /// <summary>No such token.</summary>
    public sealed record Unknown : StudyLinkOpening;
}

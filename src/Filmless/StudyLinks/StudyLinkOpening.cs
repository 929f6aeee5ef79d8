namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a token opens right now.</summary>
public abstract record StudyLinkOpening
{
    /// <summary>The link is valid, and its PIN, if any, was given.</summary>
    public sealed record Open(StudyLink Link) : StudyLinkOpening;

    /// <summary>A PIN is wanted (or the one given was wrong: <paramref name="AttemptsLeft"/> tells).</summary>
    public sealed record PinRequired(StudyLink Link, int AttemptsLeft) : StudyLinkOpening;

    /// <summary>Too many wrong PINs.</summary>
    public sealed record Locked(DateTimeOffset Until) : StudyLinkOpening;

    /// <summary>Expired or revoked; the page may say which, since the token was right.</summary>
    public sealed record Ended(bool WasRevoked) : StudyLinkOpening;

    /// <summary>No such token.</summary>
    public sealed record Unknown : StudyLinkOpening;
}

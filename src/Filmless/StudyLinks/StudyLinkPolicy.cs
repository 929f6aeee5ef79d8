using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a link may be. Pure.</summary>
public static class StudyLinkPolicy
{
    /// <summary>Wrong PINs before the link is locked.</summary>
    public const int PinAttempts = 5;

    /// <summary>How long it then stays locked the first time; each further time twice as long, at most <see cref="MostDoublings"/> times.</summary>
    public static readonly TimeSpan PinLock = TimeSpan.FromMinutes(15);

    /// <summary>15 minutes grow to 16 hours: some 30 guesses a day at most on one link.</summary>
    public const int MostDoublings = 6;

    /// <summary>How long one who confirmed (and entered the PIN) may look before being asked again.</summary>
    public static readonly TimeSpan Session = TimeSpan.FromHours(12);

    /// <summary>Two years.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(731);

    /// <summary>Studies that one link may open.</summary>
    public const int MostStudies = 100;

    private const int LongestNote = 500;
    private const int LongestRecipient = 80;
    private const int MostOpenings = 1000;

    /// <summary>What an audience gets unless something else is wished: no more than it needs.</summary>
    public static LinkPermission PermissionFor(LinkAudience audience) => audience switch
    {
        LinkAudience.Hospital => LinkPermission.Download,
        LinkAudience.Reviewer => LinkPermission.ViewFull,
        _ => LinkPermission.View,
    };

    public static LinkPurpose PurposeFor(LinkAudience audience) => audience switch
    {
        LinkAudience.Hospital => LinkPurpose.Transfer,
        LinkAudience.Reviewer => LinkPurpose.ClaimReview,
        _ => LinkPurpose.OwnCopy,
    };

    /// <summary>What is wrong with a wish; null when nothing is.</summary>
    public static StudyLinkFault? FaultOf(NewStudyLink wish, DateTimeOffset now)
    {
        if (wish.StudyInstanceUids.Count == 0 || wish.StudyInstanceUids.Count > MostStudies || wish.StudyInstanceUids.Any(uid => !uid.IsAcceptable))
            return StudyLinkFault.Studies;
        if (wish.ExpiresAt <= now)
            return StudyLinkFault.ExpiryPast;
        if (wish.ExpiresAt - now > LongestLife)
            return StudyLinkFault.ExpiryTooFar;
        if (wish.NotBefore >= wish.ExpiresAt)
            return StudyLinkFault.NotBefore;
        if (wish.Pin is { } pin && (pin.Length is < 4 or > 12 || pin.AsSpan().ContainsAnyExceptInRange('0', '9')))
            return StudyLinkFault.Pin;
        if (wish.MaxOpenings is < 1 or > MostOpenings)
            return StudyLinkFault.Openings;
        if (!Enum.IsDefined(wish.Basis) || (wish.Basis == LinkBasis.Other && string.IsNullOrWhiteSpace(wish.Note)))
            return StudyLinkFault.Basis;
        return wish.Note?.Length > LongestNote || wish.Recipient?.Length > LongestRecipient ? StudyLinkFault.Note : null;
    }
}

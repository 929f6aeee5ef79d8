using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a link may be. Pure.</summary>
public static class StudyLinkPolicy
{
    /// <summary>Wrong PINs before the link is locked.</summary>
    public const int PinAttempts = 5;

    /// <summary>How long it then stays locked.</summary>
    public static readonly TimeSpan PinLock = TimeSpan.FromMinutes(15);

    /// <summary>Two years.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(731);

    private const int LongestNote = 500;
    private const int MostStudies = 100;

    /// <summary>What is wrong with a wish; null when nothing is.</summary>
    public static StudyLinkFault? FaultOf(NewStudyLink wish, DateTimeOffset now)
    {
        if (wish.StudyInstanceUids.Count == 0 || wish.StudyInstanceUids.Count > MostStudies || wish.StudyInstanceUids.Any(uid => !uid.IsAcceptable))
            return StudyLinkFault.Studies;
        if (wish.ExpiresAt <= now)
            return StudyLinkFault.ExpiryPast;
        if (wish.ExpiresAt - now > LongestLife)
            return StudyLinkFault.ExpiryTooFar;
        if (wish.Pin is { } pin && (pin.Length is < 4 or > 12 || pin.AsSpan().ContainsAnyExceptInRange('0', '9')))
            return StudyLinkFault.Pin;
        return wish.Note?.Length > LongestNote ? StudyLinkFault.Note : null;
    }
}

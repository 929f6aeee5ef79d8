namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Why a link cannot be created; pages have a sentence for each.</summary>
public enum StudyLinkFault
{
    Studies,
    NoSuchStudy,
    ExpiryPast,
    ExpiryTooFar,
    Pin,
    Note,
}

/// <summary>A wish for a link that cannot be granted.</summary>
public sealed class StudyLinkException(StudyLinkFault fault) : ArgumentException(TextOf(fault))
{
    public StudyLinkFault Fault { get; } = fault;

    private static string TextOf(StudyLinkFault fault) => fault switch
    {
        StudyLinkFault.Studies => "Name between 1 and 100 studies by their Study Instance UID.",
        StudyLinkFault.NoSuchStudy => "There is no such study in the archive. Check the Study Instance UID.",
        StudyLinkFault.ExpiryPast => "The link would already have expired. Choose a later date.",
        StudyLinkFault.ExpiryTooFar => "A link lives at most two years. Choose an earlier date.",
        StudyLinkFault.Pin => "A PIN has 4 to 12 digits and nothing else.",
        _ => "The note is too long. Use at most 500 characters.",
    };
}

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Why a link cannot be created; pages have a sentence for each.</summary>
public enum StudyLinkFault
{
    Studies,
    NoSuchStudy,
    ExpiryPast,
    ExpiryTooFar,
    NotBefore,
    Pin,
    NoBirthYear,
    Openings,
    Basis,
    Day,
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
        StudyLinkFault.NotBefore => "The link would end before it begins. Choose an earlier beginning or a later end.",
        StudyLinkFault.Pin => "A PIN has 4 to 12 digits and nothing else.",
        StudyLinkFault.NoBirthYear => "There is no one year of birth: it is not known, or the patients differ. Choose a PIN instead.",
        StudyLinkFault.Openings => "A link may be opened between 1 and 1000 times. Leave the number out for no limit.",
        StudyLinkFault.Basis => "Say by what right the link is given out; for 'other', the note must tell it.",
        StudyLinkFault.Day => "A day is written day/month/year, such as 25/12/2026.",
        _ => "The note has at most 500 characters, the receiver's name at most 80. Shorten them.",
    };
}

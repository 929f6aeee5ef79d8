namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What the second secret of a link is, so that its page can ask for it in the right words.</summary>
public enum PinKind
{
    /// <summary>4 to 12 digits told by another way than the link.</summary>
    Digits,

    /// <summary>The patient's year of birth: weak, for slips handed to the patient; wrong tries lock the link ever longer.</summary>
    BirthYear,
}

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a link is worth to somebody who comes with it anew.</summary>
public enum StudyLinkState
{
    Active,
    NotYet,

    /// <summary>Wrong PINs; passes by itself.</summary>
    Locked,

    /// <summary>Opened as often as allowed; who opened it last may go on for the session.</summary>
    UsedUp,

    Expired,
    Revoked,
}

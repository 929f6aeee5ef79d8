namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a link without names shows of dates and times (PS3.15 E.3.6, retain longitudinal temporal information).</summary>
public enum LinkDates
{
    /// <summary>None.</summary>
    Removed,

    /// <summary>All moved back by one secret number of days, the same for everything behind the link: how much time lies between two of them stays.</summary>
    Shifted,

    /// <summary>As they are.</summary>
    Kept,
}

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What a link is for.</summary>
public enum LinkPurpose
{
    /// <summary>The patient keeps what a film used to be.</summary>
    OwnCopy,

    /// <summary>Treatment goes on elsewhere.</summary>
    Transfer,

    SecondOpinion,

    /// <summary>The insurance reviews a claim.</summary>
    ClaimReview,

    Teaching,
}

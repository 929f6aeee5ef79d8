namespace ImagingGateway.Filmless.Claims;

/// <summary>What a reviewer may do with a study; reading is not copying.</summary>
public enum ReviewerRight
{
    /// <summary>The study does not exist for them.</summary>
    None,

    /// <summary>Look at images drawn by the server, with their name across them.</summary>
    Read,

    /// <summary>Take portable copies of the evidence away too.</summary>
    Copy,
}

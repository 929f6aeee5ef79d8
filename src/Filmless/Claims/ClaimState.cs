namespace ImagingGateway.Filmless.Claims;

/// <summary>Where a claim line stands.</summary>
public enum ClaimState
{
    /// <summary>Nobody decided yet.</summary>
    Open,

    /// <summary>The reviewer asks the hospital.</summary>
    Queried,

    /// <summary>The hospital answered; the reviewer decides.</summary>
    Answered,

    Accepted,

    Refused,
}

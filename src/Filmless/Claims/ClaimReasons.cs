namespace ImagingGateway.Filmless.Claims;

/// <summary>Reasons a reviewer chooses from; the text is <c>ClaimReason{key}</c>.</summary>
public static class ClaimReasons
{
    /// <summary>For asking and refusing; accepting needs none.</summary>
    public static readonly IReadOnlyList<string> All =
        ["NoImages", "OtherPatient", "TimeOrder", "OtherService", "TooFewViews", "OtherDevice", "TariffClass", "Overlap", "Duplicate", "NoReport", "Other"];
}

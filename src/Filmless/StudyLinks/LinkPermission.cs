namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>What the bearer of a link may do; each right includes those before it, so they may be compared.</summary>
public enum LinkPermission
{
    /// <summary>Look at images drawn by the server, with receiver and time burned into them.</summary>
    View,

    /// <summary>Fetch metadata and lossless frames: the viewers work.</summary>
    ViewFull,

    /// <summary>Fetch the stored files too.</summary>
    Download,
}

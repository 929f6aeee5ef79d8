namespace ImagingGateway.DicomGateway.Outbound.Queue;

/// <summary>What waits for one destination.</summary>
public sealed record OutboundDestination
{
    /// <summary>AE title.</summary>
    public string Destination { get; init; } = string.Empty;

    /// <summary>Tasks still tried.</summary>
    public long Waiting { get; init; }

    /// <summary>Tasks no longer tried.</summary>
    public long GivenUp { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long OldestAt { get; init; }

    /// <summary>One plain clause; null when nothing failed yet.</summary>
    public string? LastError { get; init; }
}

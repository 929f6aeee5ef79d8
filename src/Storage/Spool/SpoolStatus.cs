namespace ImagingGateway.Storage.Spool;

/// <summary>What the health page tells of the spool.</summary>
/// <param name="WaitingInstances">Acknowledged, not yet published.</param>
/// <param name="WaitingBytes">Their bytes.</param>
/// <param name="OldestAge">How long the oldest waits; null when none does.</param>
/// <param name="FreeBytes">Free on the spool's disk.</param>
/// <param name="SetAside">Files that are not what was received, kept aside.</param>
/// <param name="LastError">Why publishing fails at present; null while it works.</param>
/// <param name="FailingSince">Since when.</param>
public sealed record SpoolStatus(
    long WaitingInstances, long WaitingBytes, TimeSpan? OldestAge, long FreeBytes, SetAsideFiles SetAside, string? LastError, DateTimeOffset? FailingSince);

/// <summary>Asked by the health page.</summary>
public interface ISpoolMonitor
{
    SpoolStatus Read();
}

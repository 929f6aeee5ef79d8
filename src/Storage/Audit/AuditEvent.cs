using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Audit;

/// <summary>One line of the audit trail: who did what to which study, from where, with what outcome. No patient attributes.</summary>
public sealed record AuditEvent(
    DateTimeOffset At, AuditAction Action, string Actor, string? RemoteAddress, Uid? StudyInstanceUid, string? StudyLinkId, AuditOutcome Outcome, AuditDetail? Detail)
{
    /// <summary>Bytes that were transferred; null where nothing was, or it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Instances that were transferred; null likewise.</summary>
    public long? Instances { get; init; }
}

/// <summary>What was done.</summary>
public enum AuditAction
{
    SignIn,
    SignOut,
    Query,
    Retrieve,
    Render,
    Store,
    Export,
    Delete,
    LinkCreated,
    LinkOpened,
    LinkImageViewed,
    LinkRevoked,
    LinkRefused,
    SettingsChanged,
    ManifestFrozen,
    ReportReceived,
}

/// <summary>How it ended.</summary>
public enum AuditOutcome
{
    Success,
    Refused,
    Aborted,
}

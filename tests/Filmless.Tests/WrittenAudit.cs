using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.TestKit;

namespace ImagingGateway.Filmless.Tests;

/// <summary>The audit trail is written in batches: reads it once everything appended before the call is there.</summary>
internal static class WrittenAudit
{
    private const string Marker = "marker ";

    public static async Task<IReadOnlyList<AuditEvent>> ReadWrittenAsync(this IAuditTrail audit, Uid? study, string? link = null)
    {
        var marker = Marker + Guid.NewGuid();
        await audit.AppendAsync(
            new AuditEvent(DateTimeOffset.UnixEpoch, AuditAction.SettingsChanged, marker, null, null, null, AuditOutcome.Success, null), CancellationToken.None);
        await Eventually.IsTrueAsync(async () => (await audit.ReadAsync(null, null, 10, CancellationToken.None)).Any(line => line.Actor == marker));
        return [.. (await audit.ReadAsync(study, link, 1000, CancellationToken.None)).Where(line => !line.Actor.StartsWith(Marker, StringComparison.Ordinal))];
    }
}

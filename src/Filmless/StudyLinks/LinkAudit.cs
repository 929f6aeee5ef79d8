using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Writes what happens to links into the audit trail, a line for each study concerned.</summary>
internal sealed class LinkAudit(IAuditTrail trail, TimeProvider clock)
{
    public static string ActorOf(StudyLinkRow row) => $"link:{row.Id}";

    /// <param name="row">Null for a token that is no link's.</param>
    public async ValueTask NoteAsync(
        AuditAction action, string actor, string? remoteAddress, StudyLinkRow? row, AuditOutcome outcome, AuditDetail? detail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (row is null)
        {
            await trail.AppendAsync(new AuditEvent(now, action, actor, remoteAddress, null, null, outcome, detail), cancellationToken);
            return;
        }

        foreach (var study in row.Studies)
            await trail.AppendAsync(new AuditEvent(now, action, actor, remoteAddress, study, row.Id, outcome, detail), cancellationToken);
    }
}

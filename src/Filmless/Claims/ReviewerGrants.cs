using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Who of the insurance may read which claims.</summary>
public sealed class ReviewerGrants(GatewayDatabase database, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Lines <c>l</c> of <c>claim_lines</c> that <c>@reviewer</c> may read at <c>@now</c>. The one place where this is decided.</summary>
    internal const string Allows = $"EXISTS (SELECT 1 FROM reviewer_grants g WHERE {IsFor})";

    private const string IsFor = """
        g.user_name = @reviewer AND g.revoked_at IS NULL AND g.expires_at > @now
            AND (g.facility = '*' OR g.facility = l.facility) AND l.service_day BETWEEN g.from_day AND g.to_day
        """;

    /// <summary>What the reviewer may do with a study: it must be that of a claim line under one of their grants, for certain; a mere suggestion opens nothing.</summary>
    public async Task<ReviewerRight> RightAsync(string userName, Uid study, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var mayCopy = await connection.QuerySingleAsync<long?>(new CommandDefinition(
            $"SELECT MAX(g.may_copy) FROM claim_lines l JOIN reviewer_grants g ON {IsFor} WHERE l.study_uid = @study AND l.match_kind IN ('Key', 'Confirmed')",
            new { reviewer = userName, study = study.Value, now = Now },
            cancellationToken: cancellationToken));
        return mayCopy switch { null => ReviewerRight.None, 0 => ReviewerRight.Read, _ => ReviewerRight.Copy };
    }

    /// <summary>Newest first; all reviewers when no name is given.</summary>
    public async Task<IReadOnlyList<ReviewerGrant>> ListAsync(string? userName, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT id AS Id, user_name AS UserName, facility AS Facility, from_day AS FromDay, to_day AS ToDay, expires_at AS ExpiresAt, purpose AS Purpose,
                created_by AS CreatedBy, created_at AS CreatedAt, revoked_at AS RevokedAt, may_copy AS MayCopy
            FROM reviewer_grants {(userName is null ? "" : "WHERE user_name = @userName")} ORDER BY created_at DESC, id
            """,
            new { userName },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToGrant())];
    }

    /// <exception cref="ArgumentException">The period is empty, or the purpose or the facility is missing.</exception>
    public Task<ReviewerGrant> CreateAsync(
        string userName, string facility, DateOnly from, DateOnly to, DateTimeOffset expiresAt, string purpose, string actor, CancellationToken cancellationToken) =>
        CreateAsync(userName, facility, from, to, expiresAt, purpose, mayCopy: false, actor, cancellationToken);

    /// <inheritdoc cref="CreateAsync(string, string, DateOnly, DateOnly, DateTimeOffset, string, string, CancellationToken)"/>
    public async Task<ReviewerGrant> CreateAsync(
        string userName, string facility, DateOnly from, DateOnly to, DateTimeOffset expiresAt, string purpose, bool mayCopy, string actor, CancellationToken cancellationToken)
    {
        if (to < from || expiresAt <= clock.GetUtcNow() || string.IsNullOrWhiteSpace(purpose) || string.IsNullOrWhiteSpace(facility))
            throw new ArgumentException("A grant needs a facility, a purpose, a period whose end is not before its beginning, and an end in the future.");
        var grant = new ReviewerGrant(RandomText.Word(12), userName, facility.Trim(), from, to, expiresAt, purpose.Trim(), actor, clock.GetUtcNow(), null, mayCopy);
        await ExecuteAsync(
            """
            INSERT INTO reviewer_grants (id, user_name, facility, from_day, to_day, expires_at, purpose, created_by, created_at, may_copy)
            VALUES (@Id, @UserName, @Facility, @FromDay, @ToDay, @ExpiresAt, @Purpose, @CreatedBy, @CreatedAt, @MayCopy)
            """,
            new
            {
                grant.Id, grant.UserName, grant.Facility, FromDay = DayNumber.Of(from), ToDay = DayNumber.Of(to), ExpiresAt = expiresAt.ToUnixTimeMilliseconds(), grant.Purpose,
                grant.CreatedBy, CreatedAt = grant.CreatedAt.ToUnixTimeMilliseconds(), MayCopy = mayCopy ? 1 : 0,
            },
            cancellationToken);
        await NoteAsync(actor, (mayCopy ? AuditForms.GrantToCopy : AuditForms.GrantToRead).With(grant.Id, userName, grant.Facility, from, to, expiresAt, grant.Purpose), cancellationToken);
        return grant;
    }

    /// <summary>Takes effect with the next request.</summary>
    /// <returns>False when there is no such grant or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(string id, string actor, CancellationToken cancellationToken)
    {
        var changed = await ExecuteAsync("UPDATE reviewer_grants SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL", new { id, now = Now }, cancellationToken);
        if (changed > 0)
            await NoteAsync(actor, AuditForms.GrantRevoked.With(id), cancellationToken);
        return changed > 0;
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private ValueTask NoteAsync(string actor, AuditDetail detail, CancellationToken cancellationToken) =>
        audit.AppendAsync(new AuditEvent(clock.GetUtcNow(), AuditAction.SettingsChanged, actor, null, null, null, AuditOutcome.Success, detail), cancellationToken);

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string UserName { get; init; } = "";

        public string Facility { get; init; } = "";

        public long FromDay { get; init; }

        public long ToDay { get; init; }

        public long ExpiresAt { get; init; }

        public string Purpose { get; init; } = "";

        public string CreatedBy { get; init; } = "";

        public long CreatedAt { get; init; }

        public long? RevokedAt { get; init; }

        public long MayCopy { get; init; }

        public ReviewerGrant ToGrant() => new(
            Id, UserName, Facility, DayNumber.ToDay(FromDay), DayNumber.ToDay(ToDay), Time(ExpiresAt), Purpose, CreatedBy, Time(CreatedAt), RevokedAt is { } at ? Time(at) : null, MayCopy != 0);

        private static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
    }
}

using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Rows of study links: portable SQL, every value a parameter.</summary>
internal sealed class StudyLinkStore(GatewayDatabase database)
{
    private const string Columns = """
        l.id AS Id, l.created_by AS CreatedBy, l.created_at AS CreatedAt, l.expires_at AS ExpiresAt, l.revoked_at AS RevokedAt, l.note AS Note,
        l.pin_hash AS PinHash, l.pin_version AS PinVersion, l.failed_pins AS FailedPins, l.locked_until AS LockedUntil, l.openings AS Openings
        """;

    public async Task AddAsync(StudyLinkRow row, byte[] tokenHash, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO study_links (id, token_hash, created_by, created_at, expires_at, note, pin_hash)
            VALUES (@Id, @tokenHash, @CreatedBy, @CreatedAt, @ExpiresAt, @Note, @PinHash)
            """,
            new { row.Id, tokenHash, row.CreatedBy, row.CreatedAt, row.ExpiresAt, row.Note, row.PinHash }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO study_link_studies (link_id, position, study_instance_uid) VALUES (@Id, @Position, @Study)",
            row.Studies.Select((study, position) => new { row.Id, Position = position, Study = study.Value }), transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public Task<StudyLinkRow?> FindByTokenAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        OneAsync($"SELECT {Columns} FROM study_links l WHERE l.token_hash = @tokenHash", new { tokenHash }, cancellationToken);

    public Task<StudyLinkRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        OneAsync($"SELECT {Columns} FROM study_links l WHERE l.id = @id", new { id }, cancellationToken);

    public Task<IReadOnlyList<StudyLinkRow>> NewestAsync(int limit, CancellationToken cancellationToken) =>
        ManyAsync($"SELECT {Columns} FROM study_links l ORDER BY l.created_at DESC, l.id LIMIT @limit", new { limit }, cancellationToken);

    public Task<IReadOnlyList<StudyLinkRow>> OfStudyAsync(Uid study, CancellationToken cancellationToken) =>
        ManyAsync(
            $"""
            SELECT {Columns} FROM study_links l
            WHERE EXISTS (SELECT 1 FROM study_link_studies s WHERE s.link_id = l.id AND s.study_instance_uid = @study)
            ORDER BY l.created_at DESC, l.id
            """,
            new { study = study.Value },
            cancellationToken);

    /// <summary>
    /// Takes one of the attempts before the PIN is looked at, in one statement: requests sent side by side cannot get more
    /// guesses than one after another, and a crash in between costs an attempt instead of giving one.
    /// </summary>
    /// <returns>Attempts used so far, this one included; null when the link is locked.</returns>
    public async Task<long?> TakePinAttemptAsync(string id, int allowed, long now, long lockedUntil, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            """
            UPDATE study_links SET
                failed_pins = CASE WHEN locked_until IS NULL THEN failed_pins + 1 ELSE 1 END,
                locked_until = CASE WHEN locked_until IS NULL AND failed_pins + 1 >= @allowed THEN @lockedUntil ELSE NULL END
            WHERE id = @id AND (locked_until IS NULL OR locked_until <= @now)
            RETURNING failed_pins
            """,
            new { id, allowed, now, lockedUntil },
            cancellationToken: cancellationToken));
    }

    public Task PinWasRightAsync(string id, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE study_links SET failed_pins = 0, locked_until = NULL WHERE id = @id", new { id }, cancellationToken);

    public Task CountOpeningAsync(string id, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE study_links SET openings = openings + 1 WHERE id = @id", new { id }, cancellationToken);

    /// <returns>Rows changed: 0 when there is no such link or it was revoked before.</returns>
    public Task<int> RevokeAsync(string id, long now, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE study_links SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL", new { id, now }, cancellationToken);

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private async Task<StudyLinkRow?> OneAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        (await ManyAsync(sql, parameters, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<StudyLinkRow>> ManyAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<StudyLinkRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
        if (rows.Count == 0)
            return rows;
        // one parameter per id: "IN" over a list parameter means different things to the two databases
        var ids = new DynamicParameters();
        foreach (var (index, row) in rows.Index())
            ids.Add($"id{index}", row.Id);
        var studies = await connection.QueryAsync<(string LinkId, string Study)>(new CommandDefinition(
            $"""
            SELECT link_id, study_instance_uid FROM study_link_studies
            WHERE link_id IN ({string.Join(", ", rows.Index().Select(row => $"@id{row.Index}"))}) ORDER BY link_id, position
            """,
            ids,
            cancellationToken: cancellationToken));
        var byLink = studies.ToLookup(study => study.LinkId, study => new Uid(study.Study));
        return [.. rows.Select(row => row with { Studies = [.. byLink[row.Id]] })];
    }
}

using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>Rows of study links: portable SQL, every value a parameter.</summary>
internal sealed class StudyLinkStore(GatewayDatabase database)
{
    private const string Columns = """
        l.id AS Id, l.created_by AS CreatedBy, l.created_at AS CreatedAt, l.expires_at AS ExpiresAt, l.revoked_at AS RevokedAt, l.note AS Note,
        l.pin_hash AS PinHash, l.pin_version AS PinVersion, l.failed_pins AS FailedPins, l.locked_until AS LockedUntil, l.openings AS Openings,
        l.audience AS Audience, l.purpose AS Purpose, l.basis AS Basis, l.permission AS Permission, l.pin_kind AS PinKind, l.recipient AS Recipient,
        l.not_before AS NotBefore, l.max_openings AS MaxOpenings, l.deidentified AS Deidentified, l.dates AS Dates, l.lockouts AS Lockouts
        """;

    public async Task AddAsync(StudyLinkRow row, byte[] tokenHash, byte[]? codeHash, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var values = new DynamicParameters(row);
        values.Add("tokenHash", tokenHash);
        values.Add("codeHash", codeHash, System.Data.DbType.Binary);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO study_links (
                id, token_hash, code_hash, created_by, created_at, expires_at, note, pin_hash, audience, purpose, basis, permission, pin_kind, recipient,
                not_before, max_openings, deidentified, dates)
            VALUES (
                @Id, @tokenHash, @codeHash, @CreatedBy, @CreatedAt, @ExpiresAt, @Note, @PinHash, @Audience, @Purpose, @Basis, @Permission, @PinKind, @Recipient,
                @NotBefore, @MaxOpenings, @Deidentified, @Dates)
            """,
            values, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO study_link_studies (link_id, position, study_instance_uid) VALUES (@Id, @Position, @Study)",
            row.Studies.Select((study, position) => new { row.Id, Position = position, Study = study.Value }), transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public Task<StudyLinkRow?> FindByTokenAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        OneAsync($"SELECT {Columns} FROM study_links l WHERE l.token_hash = @tokenHash", new { tokenHash }, cancellationToken);

    public Task<StudyLinkRow?> FindByCodeAsync(byte[] codeHash, CancellationToken cancellationToken) =>
        OneAsync($"SELECT {Columns} FROM study_links l WHERE l.code_hash = @codeHash", new { codeHash }, cancellationToken);

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
    /// <returns>A row with attempts used so far, this one included, and until when the link is now locked; null when it was locked before.</returns>
    public async Task<StudyLinkRow?> TakePinAttemptAsync(string id, long now, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StudyLinkRow>(new CommandDefinition(
            """
            UPDATE study_links SET
                failed_pins = CASE WHEN locked_until IS NULL THEN failed_pins + 1 ELSE 1 END,
                lockouts = CASE WHEN locked_until IS NULL AND failed_pins + 1 >= @allowed THEN lockouts + 1 ELSE lockouts END,
                locked_until = CASE WHEN locked_until IS NULL AND failed_pins + 1 >= @allowed
                    THEN @now + @wait * (1 << CAST(CASE WHEN lockouts > @doublings THEN @doublings ELSE lockouts END AS INTEGER)) ELSE NULL END
            WHERE id = @id AND (locked_until IS NULL OR locked_until <= @now)
            RETURNING failed_pins AS FailedPins, locked_until AS LockedUntil
            """,
            new
            {
                id, now, allowed = (long)StudyLinkPolicy.PinAttempts, wait = (long)StudyLinkPolicy.PinLock.TotalMilliseconds,
                doublings = (long)StudyLinkPolicy.MostDoublings,
            },
            cancellationToken: cancellationToken));
    }

    public Task PinWasRightAsync(string id, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE study_links SET failed_pins = 0, locked_until = NULL, lockouts = 0 WHERE id = @id", new { id }, cancellationToken);

    /// <summary>Takes one opening, in one statement: two persons at once cannot share the last.</summary>
    /// <returns>False when the link was opened as often as allowed.</returns>
    public async Task<bool> TakeOpeningAsync(string id, CancellationToken cancellationToken) =>
        await ExecuteAsync(
            "UPDATE study_links SET openings = openings + 1 WHERE id = @id AND (max_openings IS NULL OR openings < max_openings)", new { id }, cancellationToken) > 0;

    /// <summary>Which of some links have ended.</summary>
    public async Task<IReadOnlyList<string>> EndedAmongAsync(IReadOnlyCollection<string> ids, long now, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var values = Values(ids);
        values.Add("now", now);
        var ended = await connection.QueryAsync<string>(new CommandDefinition(
            $"SELECT id FROM study_links WHERE (revoked_at IS NOT NULL OR expires_at <= @now) AND id IN ({Names(ids.Count)})", values, cancellationToken: cancellationToken));
        return ended.AsList();
    }

    public async Task<int> CountLockedAsync(long now, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT count(*) FROM study_links WHERE locked_until > @now AND revoked_at IS NULL AND expires_at > @now", new { now }, cancellationToken: cancellationToken));
    }

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
        var studies = await connection.QueryAsync<(string LinkId, string Study)>(new CommandDefinition(
            $"""
            SELECT link_id, study_instance_uid FROM study_link_studies
            WHERE link_id IN ({Names(rows.Count)}) ORDER BY link_id, position
            """,
            Values([.. rows.Select(row => row.Id)]),
            cancellationToken: cancellationToken));
        var byLink = studies.ToLookup(study => study.LinkId, study => new Uid(study.Study));
        return [.. rows.Select(row => row with { Studies = [.. byLink[row.Id]] })];
    }

    // one parameter per id: "IN" over a list parameter means different things to the two databases
    private static string Names(int count) => string.Join(", ", Enumerable.Range(0, count).Select(index => $"@id{index}"));

    private static DynamicParameters Values(IReadOnlyCollection<string> ids)
    {
        var values = new DynamicParameters();
        foreach (var (index, id) in ids.Index())
            values.Add($"id{index}", id);
        return values;
    }
}

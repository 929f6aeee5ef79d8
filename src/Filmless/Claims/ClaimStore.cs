using System.Text.Json;
using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Writes claim lines and their history; portable SQL, every value a parameter.</summary>
internal sealed class ClaimStore(GatewayDatabase database)
{
    private const string InsertEvent = """
        INSERT INTO claim_events (id, line_id, at, actor, kind, reason, note, evidence) VALUES (@Id, @LineId, @At, @Actor, @Kind, @Reason, @Note, @Evidence)
        """;

    /// <summary>Keys of lines that are here already, of these episodes, with their state.</summary>
    public async Task<Dictionary<ClaimKey, (string Id, ClaimState State)>> KnownAsync(IEnumerable<string> claimCodes, CancellationToken cancellationToken)
    {
        var known = new Dictionary<ClaimKey, (string, ClaimState)>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in claimCodes.Distinct(StringComparer.Ordinal).Chunk(Evidence.SqlList.Most))
        {
            var parameters = new DynamicParameters();
            var rows = await connection.QueryAsync<(string Id, string Facility, string Claim, string Service, long Number, string State)>(new CommandDefinition(
                $"""
                SELECT id AS Id, facility AS Facility, claim_code AS Claim, service_code AS Service, line_number AS Number, state AS State FROM claim_lines
                WHERE claim_code IN {Evidence.SqlList.AddList(parameters, "code", some)}
                """,
                parameters, cancellationToken: cancellationToken));
            foreach (var row in rows)
                known[new ClaimKey(row.Facility, row.Claim, row.Service, (int)row.Number)] = (row.Id, Enum.Parse<ClaimState>(row.State));
        }

        return known;
    }

    /// <summary>One transaction: the file, its lines (new ones, or what was filed again before anyone decided), the history.</summary>
    public async Task SaveAsync(ClaimFile file, IReadOnlyList<NewClaimLine> lines, CancellationToken cancellationToken)
    {
        var at = file.ImportedAt.ToUnixTimeMilliseconds();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            INSERT INTO claim_files (id, name, imported_by, imported_at, deadline_at, line_count, skipped_count, refusals)
            VALUES (@Id, @Name, @ImportedBy, @at, @deadline, @LineCount, @SkippedCount, @refusals)
            """,
            new { file.Id, file.Name, file.ImportedBy, at, deadline = file.DeadlineAt.ToUnixTimeMilliseconds(), file.LineCount, file.SkippedCount, refusals = JsonSerializer.Serialize(file.Refusals) },
            transaction);
        await connection.ExecuteAsync(
            """
            INSERT INTO claim_lines (id, file_id, position, facility, claim_code, service_code, line_number, service_day, search_key, data, match_kind, candidates, worst, findings, state, deadline_at)
            VALUES (@Id, @FileId, @Position, @Facility, @ClaimCode, @ServiceCode, @LineNumber, @Day, @SearchKey, @Data, 'None', '', 3, '[]', 'Open', @DeadlineAt)
            ON CONFLICT (facility, claim_code, service_code, line_number) DO UPDATE SET
                file_id = excluded.file_id, position = excluded.position, service_day = excluded.service_day, search_key = excluded.search_key, data = excluded.data
            """,
            lines.Select(line => new
            {
                line.Id, FileId = file.Id, line.Position, line.Facility, line.Line.ClaimCode, line.Line.ServiceCode, line.Line.LineNumber,
                Day = line.Line.ServiceDay is { } day ? DayNumber.Of(day) : DayNumber.Of(DateOnly.FromDateTime(file.ImportedAt.UtcDateTime)),
                SearchKey = KeyOf(line.Line), Data = JsonSerializer.Serialize(line.Line), DeadlineAt = file.DeadlineAt.ToUnixTimeMilliseconds(),
            }),
            transaction);
        await connection.ExecuteAsync(
            InsertEvent,
            lines.Select(line => new
            {
                Id = RandomText.Word(16), LineId = line.Id, At = at, Actor = file.ImportedBy, Kind = nameof(ClaimEventKind.Imported), Reason = (string?)null, Note = (string?)file.Name, Evidence = (string?)null,
            }),
            transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What matching and checks found, of many lines in one transaction.</summary>
    public async Task UpdateAsync(IEnumerable<ClaimItem> items, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            UPDATE claim_lines SET study_uid = @Study, match_kind = @Match, candidates = @Candidates, worst = @Worst, findings = @Findings, evaluated_at = @EvaluatedAt, frozen = @Frozen
            WHERE id = @Id
            """,
            items.Select(item => new
            {
                item.Id, Study = item.Study?.Value, Match = item.Match.ToString(), Candidates = ClaimRow.ListOf(item.Candidates), Worst = (int)item.Worst,
                Findings = JsonSerializer.Serialize(item.Findings), EvaluatedAt = item.EvaluatedAt?.ToUnixTimeMilliseconds(),
                Frozen = item.Frozen is null ? null : JsonSerializer.Serialize(item.Frozen),
            }),
            transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Moves a line to a new state, but only from one it is still in, and writes why.</summary>
    /// <returns>False when somebody else was faster; nothing changed then.</returns>
    public async Task<bool> MoveAsync(string lineId, IReadOnlyList<ClaimState> from, ClaimState to, ClaimEvent entry, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var parameters = new DynamicParameters(new { lineId, to = to.ToString() });
        var states = Evidence.SqlList.AddList(parameters, "from", from.Select(state => state.ToString()).ToList());
        if (await connection.ExecuteAsync($"UPDATE claim_lines SET state = @to WHERE id = @lineId AND state IN {states}", parameters, transaction) == 0)
            return false;
        await connection.ExecuteAsync(InsertEvent, Parameters(lineId, entry), transaction);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task NoteAsync(string lineId, ClaimEvent entry, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(InsertEvent, Parameters(lineId, entry), cancellationToken: cancellationToken));
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ClaimFile>> FilesAsync(int limit, CancellationToken cancellationToken) =>
        await FilesAsync("ORDER BY imported_at DESC, id LIMIT @limit", new { limit }, cancellationToken);

    public async Task<ClaimFile?> FileAsync(string id, CancellationToken cancellationToken) =>
        (await FilesAsync("WHERE id = @id", new { id }, cancellationToken)) is [var file] ? file : null;

    private async Task<IReadOnlyList<ClaimFile>> FilesAsync(string condition, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Id, string Name, string By, long At, long Deadline, long Lines, long Skipped, string Refusals)>(new CommandDefinition(
            $"""
            SELECT id AS Id, name AS Name, imported_by AS By, imported_at AS At, deadline_at AS Deadline, line_count AS Lines, skipped_count AS Skipped, refusals AS Refusals
            FROM claim_files {condition}
            """,
            parameters, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new ClaimFile(
            row.Id, row.Name, row.By, ClaimRow.Time(row.At), ClaimRow.Time(row.Deadline), (int)row.Lines, (int)row.Skipped,
            JsonSerializer.Deserialize<List<Import.ClaimRefusal>>(row.Refusals)!))];
    }

    private static object Parameters(string lineId, ClaimEvent entry) => new
    {
        entry.Id, LineId = lineId, At = entry.At.ToUnixTimeMilliseconds(), entry.Actor, Kind = entry.Kind.ToString(), entry.Reason, entry.Note, Evidence = entry.MerkleRoot,
    };

    /// <summary>What the search box looks in, each word after a blank.</summary>
    private static string KeyOf(ClaimLine line) => " " + SearchKey.Of(string.Join(' ', new[]
    {
        line.ClaimCode, line.ServiceCode, line.OrderKey, line.PatientName, line.PatientId, line.InsuranceCard, line.CitizenId, line.ServiceName,
    }.Where(text => !string.IsNullOrEmpty(text))));
}

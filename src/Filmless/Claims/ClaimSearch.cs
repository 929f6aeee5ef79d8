using Dapper;
using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims;

/// <summary>Reads claim lines. A reviewer's name narrows every question to the lines under that reviewer's grants.</summary>
public sealed class ClaimSearch(GatewayDatabase database, TimeProvider clock)
{
    /// <summary>Most lines that next and previous walk through.</summary>
    private const int MostInOrder = 20_000;

    private const string Order = "l.worst DESC, l.deadline_at, l.claim_code, l.line_number, l.id";

    /// <summary>A page of the evidence table, what needs a person first.</summary>
    public Task<IReadOnlyList<ClaimItem>> PageAsync(ClaimFilter filter, string? reviewer, int offset, int limit, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(filter, reviewer);
        parameters.Add("limit", limit);
        parameters.Add("offset", offset);
        return ItemsAsync($"SELECT {ClaimRow.Columns} FROM claim_lines l {where} ORDER BY {Order} LIMIT @limit OFFSET @offset", parameters, cancellationToken);
    }

    /// <summary>How many lines the filter leaves, by state and worst finding.</summary>
    public async Task<IReadOnlyDictionary<(ClaimState State, Verdict Worst), int>> CountAsync(ClaimFilter filter, string? reviewer, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(filter, reviewer);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string State, long Worst, long Lines)>(new CommandDefinition(
            $"SELECT l.state AS State, l.worst AS Worst, COUNT(*) AS Lines FROM claim_lines l {where} GROUP BY l.state, l.worst", parameters, cancellationToken: cancellationToken));
        return rows.ToDictionary(row => (Enum.Parse<ClaimState>(row.State), (Verdict)row.Worst), row => (int)row.Lines);
    }

    /// <summary>The lines of one episode, in order.</summary>
    public Task<IReadOnlyList<ClaimItem>> OfClaimAsync(string claimCode, string? reviewer, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(new ClaimFilter(), reviewer, "l.claim_code = @claimCode");
        parameters.Add("claimCode", claimCode);
        return ItemsAsync($"SELECT {ClaimRow.Columns} FROM claim_lines l {where} ORDER BY l.facility, l.line_number, l.service_code, l.id LIMIT 500", parameters, cancellationToken);
    }

    /// <summary>One line; null when there is none or it is not the reviewer's to see.</summary>
    public async Task<ClaimItem?> FindAsync(string id, string? reviewer, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(new ClaimFilter(), reviewer, "l.id = @id");
        parameters.Add("id", id);
        return (await ItemsAsync($"SELECT {ClaimRow.Columns} FROM claim_lines l {where}", parameters, cancellationToken)) is [var item] ? item : null;
    }

    /// <summary>Lines with this study for certain.</summary>
    public Task<IReadOnlyList<ClaimItem>> OfStudyAsync(string study, string? reviewer, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(new ClaimFilter(), reviewer, "l.study_uid = @study");
        parameters.Add("study", study);
        return ItemsAsync($"SELECT {ClaimRow.Columns} FROM claim_lines l {where} ORDER BY {Order} LIMIT 50", parameters, cancellationToken);
    }

    /// <summary>The lines before and after one in the table's order, with its place.</summary>
    public async Task<ClaimNeighbours> NeighboursAsync(string id, ClaimFilter filter, string? reviewer, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(filter, reviewer);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var order = (await connection.QueryAsync<(string Id, string ClaimCode)>(new CommandDefinition(
            $"SELECT l.id AS Id, l.claim_code AS ClaimCode FROM claim_lines l {where} ORDER BY {Order} LIMIT {MostInOrder}", parameters, cancellationToken: cancellationToken))).AsList();
        var at = order.FindIndex(line => line.Id == id);
        return new ClaimNeighbours(at > 0 ? order[at - 1] : null, at >= 0 && at < order.Count - 1 ? order[at + 1] : order.Count > 0 && at < 0 ? order[0] : null, at + 1, order.Count);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ClaimEvent>> HistoryAsync(string lineId, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Id, long At, string Actor, string Kind, string? Reason, string? Note, string? Evidence)>(new CommandDefinition(
            "SELECT id AS Id, at AS At, actor AS Actor, kind AS Kind, reason AS Reason, note AS Note, evidence AS Evidence FROM claim_events WHERE line_id = @lineId ORDER BY at DESC, id",
            new { lineId }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new ClaimEvent(row.Id, ClaimRow.Time(row.At), row.Actor, Enum.Parse<ClaimEventKind>(row.Kind), row.Reason, row.Note, row.Evidence))];
    }

    /// <summary>The facilities that have claims here.</summary>
    public async Task<IReadOnlyList<string>> FacilitiesAsync(string? reviewer, CancellationToken cancellationToken)
    {
        var (where, parameters) = Conditions(new ClaimFilter(), reviewer);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            $"SELECT DISTINCT l.facility FROM claim_lines l {where} ORDER BY l.facility", parameters, cancellationToken: cancellationToken))];
    }

    private async Task<IReadOnlyList<ClaimItem>> ItemsAsync(string sql, DynamicParameters parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return [.. (await connection.QueryAsync<ClaimRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).Select(row => row.ToItem())];
    }

    private (string Where, DynamicParameters Parameters) Conditions(ClaimFilter filter, string? reviewer, string? more = null)
    {
        var conditions = new List<string>();
        var parameters = new DynamicParameters();
        if (more is not null)
            conditions.Add(more);
        Add(filter.Facility, "facility", "l.facility = @facility");
        Add(filter.State?.ToString(), "state", "l.state = @state");
        Add((long?)filter.Worst, "worst", "l.worst = @worst");
        Add(filter.FileId, "file", "l.file_id = @file");
        if (filter.Check is { } check)
            conditions.Add($"(l.findings LIKE '%\"Check\":{(int)check},\"Verdict\":{(int)Verdict.Unsure},%' OR l.findings LIKE '%\"Check\":{(int)check},\"Verdict\":{(int)Verdict.Bad},%')");
        AddText(filter.Text, conditions, parameters);
        if (reviewer is not null)
        {
            conditions.Add(ReviewerGrants.Allows);
            parameters.Add("reviewer", reviewer);
            parameters.Add("now", clock.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return (conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}", parameters);

        void Add<T>(T value, string name, string condition)
        {
            if (value is null)
                return;
            conditions.Add(condition);
            parameters.Add(name, value);
        }
    }

    private static void AddText(string? text, List<string> conditions, DynamicParameters parameters)
    {
        var words = (text ?? "").Split([' ', ',', ';', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length > 1 && words.All(word => word.Any(char.IsAsciiDigit)))
        {
            conditions.Add($"l.claim_code IN {parameters.AddList("code", words.Take(SqlList.Most).ToArray())}");
            return;
        }

        foreach (var (index, word) in SearchKey.Words(SearchKey.Of(string.Join(' ', words))).Take(8).Index())
        {
            conditions.Add($"l.search_key LIKE @word{index} ESCAPE '!'");
            parameters.Add($"word{index}", $"% {word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%");
        }
    }
}

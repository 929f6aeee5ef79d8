using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Rows of reports: portable SQL, every value a parameter. Only the study of a row ever changes.</summary>
internal sealed class ReportStore(GatewayDatabase database)
{
    private const string Columns = """
        id AS Id, origin AS Origin, study_uid AS StudyUid, accession AS Accession, order_key AS OrderKey, patient_id AS PatientId, received_at AS ReceivedAt,
        reported_at AS ReportedAt, reader_code AS ReaderCode, reader_name AS ReaderName, title AS Title, description AS Description, conclusion AS Conclusion,
        status AS Status, signature AS Signature, signer AS Signer, has_document AS HasDocument
        """;

    /// <returns>False when the very same report is here already.</returns>
    public async Task<bool> TryAddAsync(ReportRow row, string sourceKey, string contentHash, byte[]? document, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var added = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO reports (id, origin, source_key, content_hash, study_uid, accession, order_key, patient_id, received_at, reported_at, reader_code, reader_name,
                title, description, conclusion, status, signature, signer, has_document)
            VALUES (@Id, @Origin, @sourceKey, @contentHash, @StudyUid, @Accession, @OrderKey, @PatientId, @ReceivedAt, @ReportedAt, @ReaderCode, @ReaderName,
                @Title, @Description, @Conclusion, @Status, @Signature, @Signer, @HasDocument)
            ON CONFLICT (origin, source_key, content_hash) DO NOTHING
            """,
            With(row, new { sourceKey, contentHash }), transaction, cancellationToken: cancellationToken));
        if (added > 0 && document is not null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO report_documents (report_id, content) VALUES (@Id, @document)", new { row.Id, document }, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return added > 0;
    }

    public Task<List<Report>> SameAsync(ReportOrigin origin, string sourceKey, string contentHash, CancellationToken cancellationToken) => ManyAsync(
        "WHERE origin = @origin AND source_key = @sourceKey AND content_hash = @contentHash", new { origin = origin.ToString(), sourceKey, contentHash }, cancellationToken);

    public Task<List<Report>> FindAsync(string id, CancellationToken cancellationToken) => ManyAsync("WHERE id = @id", new { id }, cancellationToken);

    public async Task<List<Report>> OfStudiesAsync(IEnumerable<Uid> studies, CancellationToken cancellationToken)
    {
        var reports = new List<Report>();
        foreach (var some in studies.Distinct().Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters();
            var list = parameters.AddList("study", some.Select(study => study.Value).ToList());
            reports.AddRange(await ManyAsync($"WHERE study_uid IN {list} ORDER BY received_at DESC, id", parameters, cancellationToken));
        }

        return reports;
    }

    public Task<List<Report>> UnmatchedAsync(int limit, CancellationToken cancellationToken) =>
        ManyAsync("WHERE study_uid IS NULL ORDER BY received_at DESC, id LIMIT @limit", new { limit }, cancellationToken);

    public Task<List<Report>> WaitingForAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellationToken) => ManyAsync(
        $"WHERE study_uid IS NULL AND ({database.IsAnyOf("accession", "@keys")} OR {database.IsAnyOf("order_key", "@keys")})",
        new DynamicParameters().With("keys", database.ListOf(orderKeys)), cancellationToken);

    public async Task<bool> AssignAsync(string id, Uid study, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE reports SET study_uid = @study WHERE id = @id AND study_uid IS NULL", new { id, study = study.Value }, cancellationToken: cancellationToken)) > 0;
    }

    public async Task<byte[]?> DocumentAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "SELECT content FROM report_documents WHERE report_id = @id", new { id }, cancellationToken: cancellationToken));
    }

    private static DynamicParameters With(ReportRow row, object more)
    {
        var parameters = new DynamicParameters(row);
        parameters.AddDynamicParams(more);
        return parameters;
    }

    private async Task<List<Report>> ManyAsync(string condition, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ReportRow>(new CommandDefinition($"SELECT {Columns} FROM reports {condition}", parameters, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToReport())];
    }
}

using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Rows of frozen manifests: written once.</summary>
internal sealed class ManifestStore(GatewayDatabase database)
{
    public async Task<List<FrozenManifest>> OfStudyAsync(Uid study, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT number AS Number, made_at AS MadeAt, actor AS Actor, reason AS Reason, merkle_root AS MerkleRoot, signed AS Signed FROM evidence_manifests WHERE study_uid = @study ORDER BY number",
            new { study = study.Value },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new FrozenManifest(
            study, (int)row.Number, DateTimeOffset.FromUnixTimeMilliseconds(row.MadeAt), row.Actor, row.Reason, row.MerkleRoot, JsonWebSignature.Parse(row.Signed)))];
    }

    /// <summary>
    /// Adds a manifest while the study's row is locked by a change that changes nothing, as a purge and the compression of its files lock it: of these and a freeze one waits for the
    /// other, and finds what is then there.
    /// </summary>
    /// <param name="frozen">The manifest.</param>
    /// <param name="isStill">Whether the study is what the manifest says; asked under the lock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the study is gone or has changed by now, or when another manifest took the number at the same moment.</returns>
    public async Task<bool> TryAddAsync(FrozenManifest frozen, Func<Task<bool>> isStill, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var study = frozen.StudyInstanceUid.Value;
        var locked = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE studies SET changed_at = changed_at WHERE study_uid = @study", new { study }, transaction, cancellationToken: cancellationToken));
        if (locked == 0 || !await isStill())
            return false;
        var added = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO evidence_manifests (study_uid, number, made_at, actor, reason, merkle_root, signed)
            VALUES (@study, @Number, @at, @Actor, @Reason, @MerkleRoot, @signed) ON CONFLICT (study_uid, number) DO NOTHING
            """,
            new { study, frozen.Number, at = frozen.At.ToUnixTimeMilliseconds(), frozen.Actor, frozen.Reason, frozen.MerkleRoot, signed = frozen.Signature.ToJson() },
            transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return added > 0;
    }

    /// <summary>How often each of the studies was frozen; studies that never were are left out.</summary>
    public async Task<IReadOnlyDictionary<Uid, int>> CountAsync(IEnumerable<Uid> studies, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<Uid, int>();
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var some in studies.Distinct().Chunk(SqlList.Most))
        {
            var parameters = new DynamicParameters();
            var list = parameters.AddList("study", some.Select(study => study.Value).ToList());
            foreach (var (study, count) in await connection.QueryAsync<(string Study, long Count)>(new CommandDefinition(
                $"SELECT study_uid, COUNT(*) FROM evidence_manifests WHERE study_uid IN {list} GROUP BY study_uid", parameters, cancellationToken: cancellationToken)))
                counts[new Uid(study)] = (int)count;
        }

        return counts;
    }

    private sealed record Row
    {
        public long Number { get; init; }

        public long MadeAt { get; init; }

        public string Actor { get; init; } = "";

        public string Reason { get; init; } = "";

        public string MerkleRoot { get; init; } = "";

        public byte[] Signed { get; init; } = [];
    }
}

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

    /// <returns>False when another one took the number at the same moment.</returns>
    public async Task<bool> TryAddAsync(FrozenManifest frozen, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO evidence_manifests (study_uid, number, made_at, actor, reason, merkle_root, signed)
            VALUES (@study, @Number, @at, @Actor, @Reason, @MerkleRoot, @signed) ON CONFLICT (study_uid, number) DO NOTHING
            """,
            new { study = frozen.StudyInstanceUid.Value, frozen.Number, at = frozen.At.ToUnixTimeMilliseconds(), frozen.Actor, frozen.Reason, frozen.MerkleRoot, signed = frozen.Signature.ToJson() },
            cancellationToken: cancellationToken)) > 0;
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

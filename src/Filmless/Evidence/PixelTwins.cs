using System.Buffers.Binary;
using Dapper;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Finds studies with the same pixel data while the facts of studies are kept, so that asking later costs one row.</summary>
internal sealed class PixelTwins(GatewayDatabase database)
{
    /// <summary>What more studies than this have in common is a logo, an empty frame or a test picture, and proves nothing.</summary>
    private const int CommonPicture = 20;

    /// <summary>Of so many other studies the hashes are compared at once.</summary>
    private const int OthersAtOnce = 50;

    private static readonly Statement Add = Statement.Insert("evidence_twins", "study_key", "other_key", "images").With(
        "on conflict (study_key, other_key) do update set images = excluded.images");

    private static readonly Statement Remove = new("DELETE FROM evidence_twins WHERE study_key = @study AND other_key = @other", "study", "other");

    private readonly string _known = $"SELECT study_key, other_key FROM evidence_twins WHERE {database.IsAnyOf("study_key", "@studies")}";

    // Each pair is kept both ways, so a study's own rows lead to those the other way round; no row of other studies is looked at.
    private readonly Statement _forgetOthers = new(
        $"""
        DELETE FROM evidence_twins WHERE {database.IsAnyOf("other_key", "@studies")}
        AND study_key IN (SELECT own.other_key FROM evidence_twins own WHERE {database.IsAnyOf("own.study_key", "@studies")})
        """,
        "studies");

    private readonly Statement _forgetOwn = new($"DELETE FROM evidence_twins WHERE {database.IsAnyOf("study_key", "@studies")}", "studies");

    // What is common is left out before its rows are read: an empty frame may be in every study there is.
    private readonly string _candidates = $"""
        SELECT own.study_key, own.pixel_key, other.study_key
        FROM evidence_pixels own JOIN evidence_pixels other ON other.pixel_key = own.pixel_key AND other.study_key <> own.study_key
        WHERE {database.IsAnyOf("own.study_key", "@studies")}
        AND (SELECT COUNT(*) FROM (SELECT 1 FROM evidence_pixels same WHERE same.pixel_key = own.pixel_key AND same.study_key <> own.study_key LIMIT @enough) few) < @enough
        """;

    private readonly string _pixels = $"""
        SELECT DISTINCT s.study_key, COALESCE(r.pixel_sha256, i.pixel_sha256)
        FROM series s JOIN instances i ON i.series_key = s.id LEFT JOIN recodings r ON r.sop_uid = i.sop_uid AND r.is_received = 1
        WHERE {database.IsAnyOf("s.study_key", "@studies")} AND i.pixel_sha256 IS NOT NULL
        """;

    /// <summary>The first 64 bits of a hash: a short index entry; the whole hashes are compared afterwards.</summary>
    public static long KeyOf(byte[] sha256) => BinaryPrimitives.ReadInt64BigEndian(sha256);

    /// <summary>The hashes of each study's pixel data, as received: what was compressed since is still the same picture.</summary>
    public async Task<ILookup<long, byte[]>> PixelsAsync(IReadOnlyCollection<long> studies, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<(long Study, byte[] Hash)>(new CommandDefinition(_pixels, database.Studies(studies), cancellationToken: cancellationToken)))
            .ToLookup(row => row.Study, row => row.Hash);
    }

    /// <returns>Pairs of one of the studies and another, and how many distinct images both hold: 0 when they were twins before and are so no longer.</returns>
    public async Task<List<(long Study, long Other, int Images)>> FindAsync(IReadOnlyCollection<long> studies, ILookup<long, byte[]> pixels, CancellationToken cancellationToken)
    {
        var own = pixels.ToDictionary(study => study.Key, study => study.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal));
        var twins = new List<(long Study, long Other, int Images)>();

        // First: pairs that another adds from now on, because it read the other study of them, are not in it and stay.
        var known = await PairsAsync(studies, cancellationToken);
        foreach (var others in (await CandidatesAsync(studies, cancellationToken)).GroupBy(row => row.Other).Chunk(OthersAtOnce))
        {
            var theirs = await PixelsAsync([.. others.Select(other => other.Key)], cancellationToken);
            foreach (var pair in others.SelectMany(other => other).GroupBy(row => (row.Study, row.Other)))
            {
                var keys = pair.Select(row => row.Pixels).ToHashSet();
                var images = theirs[pair.Key.Other].Where(hash => keys.Contains(KeyOf(hash))).Select(Convert.ToHexString).Distinct().Count(own[pair.Key.Study].Contains);
                if (images > 0)
                    twins.Add((pair.Key.Study, pair.Key.Other, images));
            }
        }

        known.ExceptWith(twins.Select(twin => (twin.Study, twin.Other)));
        return [.. twins, .. known.Select(pair => (pair.Study, pair.Other, 0))];
    }

    /// <summary>Removes all twins of the studies.</summary>
    public void Forget(WriteSession session, IReadOnlyCollection<long> studies)
    {
        session.Queue(_forgetOthers, database.ListOf(studies));
        session.Queue(_forgetOwn, database.ListOf(studies));
    }

    /// <summary>Keeps what was found.</summary>
    public static void Keep(WriteSession session, List<(long Study, long Other, int Images)> twins)
    {
        // both ways, and in one order on all nodes
        foreach (var (study, other, images) in twins.Concat(twins.Select(twin => (twin.Other, twin.Study, twin.Images))).Distinct().Order())
        {
            if (images > 0)
                session.Queue(Add, study, other, (long)images);
            else
                session.Queue(Remove, study, other);
        }
    }

    private async Task<HashSet<(long Study, long Other)>> PairsAsync(IReadOnlyCollection<long> studies, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<(long Study, long Other)>(new CommandDefinition(_known, database.Studies(studies), cancellationToken: cancellationToken))];
    }

    private async Task<IEnumerable<(long Study, long Pixels, long Other)>> CandidatesAsync(IReadOnlyCollection<long> studies, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QueryAsync<(long Study, long Pixels, long Other)>(new CommandDefinition(
            _candidates, database.Studies(studies).With("enough", CommonPicture + 1), cancellationToken: cancellationToken));
    }
}

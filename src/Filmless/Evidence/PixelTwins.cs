using System.Buffers.Binary;
using System.Data.Common;
using Dapper;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Finds studies with the same pixel data while a study's facts are kept, so that asking later costs one row.</summary>
internal static class PixelTwins
{
    /// <summary>What more studies than this have in common is a logo, an empty frame or a test picture, and proves nothing.</summary>
    private const int CommonPicture = 20;

    /// <summary>Removes the twins of @study. Each pair is kept both ways, so a study's own rows lead to those the other way round; no row of other studies is looked at.</summary>
    public const string Forget = """
        DELETE FROM evidence_twins WHERE other_key = @study AND study_key IN (SELECT own.other_key FROM evidence_twins own WHERE own.study_key = @study);
        DELETE FROM evidence_twins WHERE study_key = @study;
        """;

    /// <summary>The first 64 bits of a hash: a short index entry; the whole hashes are compared afterwards.</summary>
    public static long KeyOf(byte[] sha256) => BinaryPrimitives.ReadInt64BigEndian(sha256);

    /// <summary>The hashes of a study's pixel data, as received: what was compressed since is still the same picture.</summary>
    public static async Task<List<byte[]>> OfAsync(DbConnection connection, long study, CancellationToken cancellationToken) => (await connection.QueryAsync<byte[]>(new CommandDefinition(
        """
        SELECT DISTINCT COALESCE(r.pixel_sha256, i.pixel_sha256)
        FROM series s JOIN instances i ON i.series_key = s.id LEFT JOIN recodings r ON r.sop_uid = i.sop_uid AND r.is_received = 1
        WHERE s.study_key = @study AND i.pixel_sha256 IS NOT NULL
        """,
        new { study }, cancellationToken: cancellationToken))).AsList();

    /// <returns>Studies and how many distinct images both hold.</returns>
    public static async Task<List<(long Other, int Images)>> FindAsync(DbConnection connection, long study, IReadOnlyCollection<byte[]> pixels, CancellationToken cancellationToken)
    {
        var own = pixels.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        var twins = new List<(long Other, int Images)>();
        foreach (var (other, keys) in await CandidatesAsync(connection, study, cancellationToken))
        {
            var theirs = await OfAsync(connection, other, cancellationToken);
            var images = theirs.Where(hash => keys.Contains(KeyOf(hash))).Select(Convert.ToHexString).Distinct().Count(own.Contains);
            if (images > 0)
                twins.Add((other, images));
        }

        return twins;
    }

    public static async Task KeepAsync(DbConnection connection, DbTransaction transaction, long study, List<(long Other, int Images)> twins, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            Forget, new { study }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO evidence_twins (study_key, other_key, images) VALUES (@study, @Other, @Images), (@Other, @study, @Images)
            ON CONFLICT (study_key, other_key) DO UPDATE SET images = excluded.images
            """,
            twins.OrderBy(twin => twin.Other).Select(twin => new { study, twin.Other, twin.Images }).ToList(), transaction, cancellationToken: cancellationToken));
    }

    // What is common is left out before its rows are read: an empty frame may be in every study there is.
    private static async Task<Dictionary<long, HashSet<long>>> CandidatesAsync(DbConnection connection, long study, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(long Pixels, long Other)>(new CommandDefinition(
            """
            SELECT own.pixel_key, other.study_key FROM evidence_pixels own JOIN evidence_pixels other ON other.pixel_key = own.pixel_key AND other.study_key <> own.study_key
            WHERE own.study_key = @study
            AND (SELECT COUNT(*) FROM (SELECT 1 FROM evidence_pixels same WHERE same.pixel_key = own.pixel_key AND same.study_key <> own.study_key LIMIT @enough) few) < @enough
            """,
            new { study, enough = CommonPicture + 1 }, cancellationToken: cancellationToken));
        return rows.GroupBy(row => row.Other).ToDictionary(same => same.Key, same => same.Select(row => row.Pixels).ToHashSet());
    }
}

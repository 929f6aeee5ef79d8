using Dapper;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Reads the index's own rows: what was hashed while the bytes came in.</summary>
internal sealed class EvidenceIndex(GatewayDatabase database) : IEvidenceSource
{
    public async Task<IReadOnlyList<EvidenceInstance>> InstancesAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT s.series_uid AS Series, i.sop_uid AS Sop, i.sop_class_uid AS SopClass, i.transfer_syntax_uid AS TransferSyntax, i.instance_number AS Number,
                i.frames AS Frames, i.length AS Length, i.sha256 AS Sha256, i.pixel_sha256 AS PixelSha256, i.calling_ae AS CallingAe, i.received_at AS ReceivedAt
            FROM studies t JOIN series s ON s.study_key = t.id JOIN instances i ON i.series_key = s.id
            WHERE {database.IsAnyOf("t.study_uid", "@studies")}
            ORDER BY s.series_number, s.series_uid, i.instance_number, i.sop_uid
            """,
            database.Studies(studies),
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToInstance())];
    }

    public async Task<IReadOnlyList<(Uid SopInstanceUid, DateTimeOffset ReceivedAt)>> ChangedAsync(Uid studyInstanceUid, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Sop, long ReceivedAt)>(new CommandDefinition(
            "SELECT sop_uid, received_at FROM instance_versions WHERE study_uid = @study ORDER BY received_at, id", new { study = studyInstanceUid.Value }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => (new Uid(row.Sop), DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAt)))];
    }

    private sealed record Row
    {
        /// <summary>The index writes the greatest integer for "no number".</summary>
        private const long NoNumber = int.MaxValue;

        public string Series { get; init; } = "";

        public string Sop { get; init; } = "";

        public string SopClass { get; init; } = "";

        public string TransferSyntax { get; init; } = "";

        public long Number { get; init; }

        public long Frames { get; init; }

        public long Length { get; init; }

        public byte[] Sha256 { get; init; } = [];

        public byte[]? PixelSha256 { get; init; }

        public string? CallingAe { get; init; }

        public long ReceivedAt { get; init; }

        public EvidenceInstance ToInstance() => new(
            new Uid(Series), new Uid(Sop), new Uid(SopClass), new Uid(TransferSyntax), Number == NoNumber ? null : (int)Number, (int)Frames, Length,
            Convert.ToHexStringLower(Sha256), PixelSha256 is null ? null : Convert.ToHexStringLower(PixelSha256), CallingAe, DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt));
    }
}

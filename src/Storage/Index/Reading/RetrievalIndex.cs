using System.Data.Common;
using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Index.Publication;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Index.Reading;

/// <summary>Finds instances by their UIDs. Reads in pages, so that a slow receiver holds no connection and no snapshot.</summary>
internal sealed class RetrievalIndex(IIndexBackend backend) : IRetrievalIndex
{
    private const int LocationsPerPage = 2000;
    private const int HeadersPerPage = 250;

    private const string Columns = """
        t.study_uid, s.series_uid, i.sop_uid, i.sop_class_uid, i.transfer_syntax_uid, i.object_key, i.length, i.data_set_offset, i.frames,
        i.instance_number, s.series_number, p.object_name, i.pack_offset, i.sha256
        """;

    private const string ShortFrameIndex = "case when length(h.frame_index) <= 2048 then h.frame_index end";

    private const string Tables = "from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key left join packs p on p.id = i.pack_key";

    public async IAsyncEnumerable<StoredInstance> LocateAsync(RetrieveScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var select = scope.WithFrameIndex
            ? $"select {Columns}, {ShortFrameIndex} {Tables} left join instance_headers h on h.instance_key = i.id"
            : $"select {Columns}, null {Tables}";
        await foreach (var row in PagesAsync(scope, select, LocationsPerPage, cancellationToken))
            yield return row.Instance;
    }

    public async IAsyncEnumerable<InstanceMetadata> MetadataAsync(RetrieveScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var select = $"select {Columns}, {ShortFrameIndex}, h.metadata {Tables} join instance_headers h on h.instance_key = i.id";
        await foreach (var row in PagesAsync(scope, select, HeadersPerPage, cancellationToken))
            yield return new InstanceMetadata(row.Instance, HeaderCodec.Unpack(row.Header));
    }

    public Task<byte[]?> FrameIndexAsync(StoredInstance instance, CancellationToken cancellationToken) =>
        HeaderColumnAsync("h.frame_index", instance, cancellationToken);

    public async Task<BulkReference?> BulkDataAsync(StoredInstance instance, string path, CancellationToken cancellationToken) =>
        await HeaderColumnAsync("h.bulk_data", instance, cancellationToken) is { } map ? BulkMapCodec.Find(map, path) : null;

    public async Task<byte[]?> Sha256Async(Uid sopInstanceUid, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync($"select i.sha256 from instances i where i.sop_uid = {sql.Value(sopInstanceUid.Value)}", row => row.BytesOrNull(0), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<byte[]?> HeaderColumnAsync(string column, StoredInstance instance, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        var found = await sql.ReadAsync(
            $"select {column}, i.object_key from instances i join instance_headers h on h.instance_key = i.id where i.sop_uid = {sql.Value(instance.SopInstanceUid.Value)}",
            row => (Value: row.BytesOrNull(0), Key: row.GetString(1)), cancellationToken);
        if (found is not [var one])
            return null;

        // places of other bytes would be read as rubbish
        return one.Key == instance.ObjectKey ? one.Value : throw new FileNotFoundException($"Instance {instance.SopInstanceUid} was compressed since it was looked up: ask again.");
    }

    private async IAsyncEnumerable<Row> PagesAsync(
        RetrieveScope scope, string select, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Row? last = null;
        while (true)
        {
            var sql = new SqlBuilder(backend);
            Restrict(sql, scope);
            if (!sql.HasConditions)
                yield break; // "everything" is never meant
            if (last is not null)
                After(sql, last);
            var page = await sql.ReadAsync(
                $"{select} {sql.Where} order by s.series_number, s.series_uid, i.instance_number, i.sop_uid limit {pageSize}", Row.Read, cancellationToken);
            foreach (var row in page)
                yield return row;
            if (page.Count < pageSize)
                yield break;
            last = page[^1];
        }
    }

    private static void Restrict(SqlBuilder sql, RetrieveScope scope)
    {
        if (scope.PatientId is { } patient)
            sql.And($"t.patient_id = {sql.Value(patient)}");
        if (scope.StudyInstanceUids.Count > 0)
            sql.And(sql.AnyOf("t.study_uid", Text(scope.StudyInstanceUids)));
        if (scope.SeriesInstanceUids.Count > 0)
            sql.And(sql.AnyOf("s.series_uid", Text(scope.SeriesInstanceUids)));
        if (scope.SopInstanceUids.Count > 0)
            sql.And(sql.AnyOf("i.sop_uid", Text(scope.SopInstanceUids)));
    }

    private static void After(SqlBuilder sql, Row last) =>
        sql.And($"(s.series_number, s.series_uid, i.instance_number, i.sop_uid) > ({sql.Value(last.SeriesNumber)}, {sql.Value(last.Instance.SeriesInstanceUid.Value)}, "
            + $"{sql.Value(last.Instance.InstanceNumber ?? IndexSchema.NoNumber)}, {sql.Value(last.Instance.SopInstanceUid.Value)})");

    private static string[] Text(IReadOnlyList<Uid> uids) => [.. uids.Select(uid => uid.Value)];

    private sealed record Row(StoredInstance Instance, int SeriesNumber, byte[] Header)
    {
        public static Row Read(DbDataReader row) => new(
            new StoredInstance(
                new Uid(row.GetString(0)), new Uid(row.GetString(1)), new Uid(row.GetString(2)), new Uid(row.GetString(3)), new Uid(row.GetString(4)),
                row.GetString(5), row.GetInt64(6), row.GetInt64(7), row.GetInt32(8), row.GetInt32(9) is var number && number == IndexSchema.NoNumber ? null : number)
            {
                Place = row.IsDBNull(11) ? ObjectPlace.Whole(row.GetString(5), row.GetInt64(6)) : new ObjectPlace(row.GetString(11), row.GetInt64(12), row.GetInt64(6)),
                Sha256 = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(13)),
                FrameIndex = row.BytesOrNull(14),
            },
            row.GetInt32(10), row.FieldCount > 15 ? row.GetFieldValue<byte[]>(15) : []);
    }
}

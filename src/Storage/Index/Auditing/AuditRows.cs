using System.Data.Common;
using System.Runtime.CompilerServices;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index.Reading;

namespace ImagingGateway.Storage.Index.Auditing;

/// <inheritdoc/>
internal sealed class AuditRows(IIndexBackend backend) : IAuditRows
{
    private const int RowsPerPage = 1000;

    public async IAsyncEnumerable<AuditRow> RowsAsync(string? studyInstanceUid, string? studyLinkId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var sql = new SqlBuilder(backend);
            sql.And($"id > {sql.Value(last)}");
            if (studyInstanceUid is not null)
                sql.And($"study_uid = {sql.Value(studyInstanceUid)}");
            if (studyLinkId is not null)
                sql.And($"link_id = {sql.Value(studyLinkId)}");
            var page = await sql.ReadAsync(
                $"""
                select id, at, action, actor, remote_address, study_uid, link_id, outcome, detail, transferred_bytes, transferred_instances, chain_number, chain_hash
                from audit_events {sql.Where} order by id limit {RowsPerPage}
                """,
                Row, cancellationToken);
            foreach (var row in page)
                yield return row;
            if (page.Count < RowsPerPage)
                yield break;
            last = page[^1].Id;
        }
    }

    public async Task<AuditChain> HeadAsync(CancellationToken cancellationToken)
    {
        var heads = await new SqlBuilder(backend).ReadAsync("select number, hash from audit_chain where name = 'main'", Head, cancellationToken);
        return heads is [var head] ? head : AuditChain.Beginning;
    }

    public static AuditChain Head(DbDataReader row) => new(row.GetInt64(0), Convert.FromHexString(row.GetString(1)));

    private static AuditRow Row(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.StringOrNull(4), row.StringOrNull(5), row.StringOrNull(6), row.GetString(7), row.StringOrNull(8),
        row.Int64OrNull(9), row.Int64OrNull(10), row.Int64OrNull(11), HashOf(row.StringOrNull(12)));

    // whoever altered a row may have put anything there: that is a finding, not a failure
    private static byte[]? HashOf(string? text)
    {
        try
        {
            return text is null ? null : Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}

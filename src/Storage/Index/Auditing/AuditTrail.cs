using System.Data.Common;
using System.Threading.Channels;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index.Reading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Storage.Index.Auditing;

/// <summary>
/// Writes events in batches, in the order they came. When the database is away they wait in memory; when too many wait, whoever
/// causes the next one waits too: an access that cannot be recorded does not happen. Each batch takes the end of the chain under the
/// database's lock, so that lines of several nodes form one chain (decision 0045).
/// </summary>
internal sealed partial class AuditTrail(IIndexBackend backend, ILogger<AuditTrail> logger) : IAuditTrail, IHostedService, IDisposable
{
    private const int MostWaiting = 50_000;
    private const int MostPerBatch = 500;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly Statement Insert = Statement.Insert(
        "audit_events", "at", "action", "actor", "remote_address", "study_uid", "link_id", "outcome", "detail", "transferred_bytes", "transferred_instances", "chain_number", "chain_hash");

    // the update that changes nothing holds the row until the transaction ends
    private static readonly Statement TakeHead = new("update audit_chain set number = number where name = 'main' returning number, hash");

    private static readonly Statement KeepHead = new("update audit_chain set number = @number, hash = @hash where name = 'main'", "number", "hash");

    private readonly Channel<AuditEvent> _queue = Channel.CreateBounded<AuditEvent>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private Task _writing = Task.CompletedTask;

    public ValueTask AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(auditEvent, cancellationToken);

    public async Task<IReadOnlyList<AuditEvent>> ReadAsync(Uid? studyInstanceUid, string? studyLinkId, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder(backend);
        if (studyInstanceUid is { } study)
            sql.And($"study_uid = {sql.Value(study.Value)}");
        if (studyLinkId is not null)
            sql.And($"link_id = {sql.Value(studyLinkId)}");
        return await sql.ReadAsync(
            $"select at, action, actor, remote_address, study_uid, link_id, outcome, detail, transferred_bytes, transferred_instances from audit_events {sql.Where} order by id desc limit {sql.Value(limit)}",
            Event, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more events and writes what waits, as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _ending.CancelAsync();
        }

        if (_queue.Reader.CanCount && _queue.Reader.Count > 0)
            LogLost(_queue.Reader.Count);
    }

    public void Dispose() => _ending.Dispose();

    private async Task WriteAsync()
    {
        var batch = new List<AuditEvent>(MostPerBatch);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_ending.Token))
            {
                // A moment for more to come: one flush for many views.
                if (!_queue.Reader.Completion.IsCompleted && _queue.Reader.Count < MostPerBatch)
                    await Task.Delay(Gather, _ending.Token);
                while (batch.Count < MostPerBatch && _queue.Reader.TryRead(out var next))
                    batch.Add(next);
                await WriteUntilDoneAsync(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            LogLost(batch.Count);
        }
    }

    private async Task WriteUntilDoneAsync(List<AuditEvent> batch)
    {
        while (true)
        {
            try
            {
                await using var session = await backend.BeginWriteAsync(_ending.Token);
                var chain = (await session.QueryAsync(TakeHead, [], AuditRows.Head, _ending.Token))[0];
                foreach (var row in batch.Select(RowOf))
                {
                    chain = chain.With(row);
                    session.Queue(
                        Insert, row.AtMilliseconds, row.Action, row.Actor, row.RemoteAddress, row.StudyInstanceUid, row.StudyLinkId, row.Outcome, row.Detail,
                        row.Bytes, row.Instances, chain.Number, Convert.ToHexStringLower(chain.Hash));
                }

                session.Queue(KeepHead, chain.Number, Convert.ToHexStringLower(chain.Hash));
                await session.CommitAsync(_ending.Token);
                return;
            }
            catch (Exception problem) when (problem is DbException or IOException or TimeoutException or InvalidOperationException)
            {
                LogWaiting(problem, batch.Count + _queue.Reader.Count);
                await Task.Delay(Pause, _ending.Token);
            }
        }
    }

    // as it will be read back: what the chain binds is what is kept
    private static AuditRow RowOf(AuditEvent one) => new(
        0, one.At.ToUnixTimeMilliseconds(), one.Action.ToString(), IndexText.Of(one.Actor), one.RemoteAddress, one.StudyInstanceUid?.Value, one.StudyLinkId, one.Outcome.ToString(),
        one.Detail is null ? null : IndexText.Of(one.Detail.Text), one.Bytes, one.Instances, null, null);

    private static AuditEvent Event(DbDataReader row) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), Enum.Parse<AuditAction>(row.GetString(1)), row.GetString(2), row.StringOrNull(3),
        row.StringOrNull(4) is { } study ? new Uid(study) : null, row.StringOrNull(5), Enum.Parse<AuditOutcome>(row.GetString(6)), row.StringOrNull(7) is { } detail ? new AuditDetail(detail) : null)
    {
        Bytes = row.Int64OrNull(8), Instances = row.Int64OrNull(9),
    };

    [LoggerMessage(EventId = 3200, Level = LogLevel.Warning, Message = "The audit trail cannot be written at the moment; {Count} events wait")]
    private partial void LogWaiting(Exception problem, int count);

    [LoggerMessage(EventId = 3201, Level = LogLevel.Critical, Message = "The gateway ended before {Count} audit events could be written")]
    private partial void LogLost(int count);
}

using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Audit;

/// <summary>The chain of the audit trail: what a verification says of a trail that somebody with the database's password touched.</summary>
public abstract class AuditChainContract : IndexContract
{
    private const string Removable = """
        drop trigger audit_events_no_update;
        drop trigger audit_events_no_delete;
        """;

    [Fact]
    public async Task An_untouched_trail_is_whole_and_tells_what_was_transferred()
    {
        await WriteAsync(Archive, 700);

        Assert.Null(await VerifyAsync());
        Assert.Equal(700, (await Archive.AuditRows.HeadAsync(default)).Number);
        Assert.Equal((12_345L, 3L), ((await Archive.Audit.ReadAsync(null, null, 1, default))[0].Bytes, (await Archive.Audit.ReadAsync(null, null, 1, default))[0].Instances));
    }

    [Fact]
    public async Task Two_nodes_at_once_write_one_chain()
    {
        await using var other = await ArchiveUnderTest.StartAsync(Options);
        await Task.WhenAll(WriteAsync(Archive, 1_500), WriteAsync(other, 1_500));

        Assert.Null(await VerifyAsync());
        Assert.Equal(3_000, (await Archive.AuditRows.HeadAsync(default)).Number);
    }

    [Theory]
    [InlineData("update audit_events set actor = 'nobody' where chain_number = 7", "Line 7 ", "altered")]
    [InlineData("update audit_events set at = at + 1 where chain_number = 7", "Line 7 ", "altered")]
    [InlineData("update audit_events set transferred_bytes = null where chain_number = 7", "Line 7 ", "altered")]
    [InlineData("update audit_events set chain_hash = 'zz' where chain_number = 7", "Line 7 ", "altered")]
    [InlineData("delete from audit_events where chain_number = 7", "Line 7 ", "removed")]
    [InlineData("delete from audit_events where chain_number in (7, 8, 9)", "Lines 7 to 9 ", "removed")]
    [InlineData("delete from audit_events where chain_number = 20", "Line 20 ", "removed at the end")]
    [InlineData("insert into audit_events (at, action, actor, outcome) values (0, 'Retrieve', 'x', 'Success')", "Row ", "inserted")]
    [InlineData("update audit_chain set number = 19", "line 19", "lines were added")]
    public async Task The_first_line_that_was_touched_is_named(string sql, string line, string word)
    {
        await WriteAsync(Archive, 20);
        await RunAsync(sql);

        var fault = await VerifyAsync();

        Assert.NotNull(fault);
        Assert.Contains(line, fault, StringComparison.Ordinal);
        Assert.Contains(word, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_end_reveals_a_trail_that_was_rewritten_or_cut_off_together_with_its_hashes()
    {
        await WriteAsync(Archive, 20);
        var signed = await Archive.AuditRows.HeadAsync(default);
        var heads = new Dictionary<long, string> { [signed.Number] = Convert.ToHexStringLower(signed.Hash) };
        Assert.Null(await VerifyAsync(heads));

        await RewriteAsync();
        Assert.Null(await VerifyAsync());
        Assert.Contains("rewritten", await VerifyAsync(heads), StringComparison.Ordinal);

        await RunAsync("delete from audit_events where chain_number > 10");
        await RunAsync($"update audit_chain set number = 10, hash = (select chain_hash from audit_events where chain_number = 10)");
        Assert.Null(await VerifyAsync());
        Assert.Contains("Lines 11 to 20 were removed at the end", await VerifyAsync(heads), StringComparison.Ordinal);
    }

    /// <summary>Changes line 5 and works out every hash after it anew: all that somebody with the whole database can do.</summary>
    private async Task RewriteAsync()
    {
        await RunAsync("update audit_events set actor = 'nobody' where chain_number = 5");
        var chain = AuditChain.Beginning;
        await foreach (var row in Archive.AuditRows.RowsAsync(null, null, default))
        {
            chain = chain.With(row);
            await RunAsync($"update audit_events set chain_hash = '{Convert.ToHexStringLower(chain.Hash)}' where chain_number = {chain.Number}");
        }

        await RunAsync($"update audit_chain set hash = '{Convert.ToHexStringLower(chain.Hash)}'");
    }

    private async Task<string?> VerifyAsync(IReadOnlyDictionary<long, string>? signedHeads = null)
    {
        var verification = new AuditVerification(signedHeads ?? new Dictionary<long, string>());
        await foreach (var row in Archive.AuditRows.RowsAsync(null, null, default))
        {
            if (verification.Next(row) is { } fault)
                return fault;
        }

        return verification.End(await Archive.AuditRows.HeadAsync(default));
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await Archive.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        var isSqlite = Archive.Database.Dialect == SqlDialect.Sqlite;
        command.CommandText = isSqlite
            ? $"{Removable.Replace("drop trigger", "drop trigger if exists", StringComparison.Ordinal)} {sql}"
            : $"alter table audit_events disable trigger audit_events_no_change; {sql}";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task WriteAsync(ArchiveUnderTest archive, int count)
    {
        var services = archive.HostedServices.ToList();
        foreach (var service in services)
            await service.StartAsync(default);
        for (var number = 0; number < count; number++)
        {
            await archive.Audit.AppendAsync(
                new AuditEvent(TestInstances.Received, AuditAction.Retrieve, $"bác sĩ {number}", "10.0.0.9", new Uid("1.2.3"), number % 2 == 0 ? "link-1" : null, AuditOutcome.Success, null)
                {
                    Bytes = 12_345, Instances = 3,
                },
                default);
        }

        foreach (var service in services)
            await service.StopAsync(default);
    }
}

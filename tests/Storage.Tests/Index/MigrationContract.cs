using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Query;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Storage.Tests.Index;

public abstract class MigrationContract : IndexContract
{
    private static readonly Migration First = new("links", 1, "create table links (id text)", "create table links (id text)");
    private static readonly Migration Second = new("links", 2, "alter table links add column title text", "alter table links add column title text");

    [Fact]
    public async Task Rooms_add_their_tables_and_move_forward_later()
    {
        await using (var older = await ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(First)))
            Assert.Equal(1, await older.CountAsync("select count(*) from migrations where room = 'links'"));

        // Registered in the wrong order on purpose.
        await using var newer = await ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(Second).AddSingleton(First));
        await newer.Migrations.RunAsync(default);

        Assert.Equal(2, await newer.CountAsync("select count(*) from migrations where room = 'links'"));
        Assert.Equal(0, await newer.CountAsync("select count(*) from links where title is not null"));
    }

    [Fact]
    public async Task A_newer_index_is_refused_in_plain_words()
    {
        await using (await ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(First).AddSingleton(Second)))
        {
        }

        var refusal = await Assert.ThrowsAsync<IndexUnavailableException>(() => ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(First)));
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_no_trace()
    {
        var broken = new Migration("links", 2, "create table half (id text); create tabel", "create table half (id text); create tabel");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(First).AddSingleton(broken)));

        await using var repaired = await ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(First));
        Assert.Equal(1, await repaired.CountAsync("select count(*) from migrations where room = 'links'"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => repaired.CountAsync("select count(*) from half"));
    }

    [Fact]
    public async Task Postings_of_an_archive_that_is_there_get_the_bits_of_its_names()
    {
        await Archive.PublishAsync(
            TestInstances.Study("1.2.1", header => header.SetString(Tags.PatientName, "LE^THI^HOA").SetString(Tags.ReferringPhysicianName, "TRAN^AN")),
            TestInstances.Study("1.2.2", header => header.SetString(Tags.PatientName, "LE^HOA^AN")),
            TestInstances.Study("1.2.3", header => header.SetString(Tags.PatientName, string.Empty)));
        const string postings = "select term_key || ' ' || sort_key || ' ' || study_key || ' ' || name_bits from postings order by term_key, sort_key, study_key";
        var published = await Archive.TextsAsync(postings);

        // as the step before left them
        await Archive.ExecuteAsync("create table older as select term_key, sort_key, study_key from postings; drop table postings; alter table older rename to postings");
        await Archive.ExecuteAsync("delete from migrations where room = 'index' and number = 3");
        await Archive.Migrations.RunAsync(default);

        Assert.Equal(published, await Archive.TextsAsync(postings));
        Assert.Equal(3, await Archive.CountAsync("select count(distinct name_bits) from postings"));
        Assert.Equal("1.2.2", Assert.Single(await Archive.Studies.SearchAsync(new StudyListQuery { Text = "an le" }, default)).StudyInstanceUid.Value);
    }

    [Fact]
    public async Task Several_nodes_may_start_at_once()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(First)))));

        Assert.Equal(1, await nodes[0].CountAsync("select count(*) from migrations where room = 'links'"));
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Numbers_with_a_gap_are_a_mistake_of_ours()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => ArchiveUnderTest.StartAsync(Options, services => services.AddSingleton(Second)));
    }
}

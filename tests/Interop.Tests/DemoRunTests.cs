using ImagingGateway.Demo;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Host;
using ImagingGateway.Storage.Query;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Interop.Tests;

/// <summary>What <c>--demo</c> leaves behind.</summary>
public sealed class DemoRunTests : GatewayFixture
{
    [Fact]
    public async Task A_second_start_on_the_same_data_adds_nothing()
    {
        await DemoRun.PrintAsync(Gateway, CancellationToken.None);
        var first = await ContentsAsync();
        await DemoRun.PrintAsync(Gateway, CancellationToken.None);

        Assert.Equal(first, await ContentsAsync());
        Assert.True(first is { Reports: 3, Claims: > 500 } && first.Archive.Studies > 500, $"{first}");
    }

    [Fact]
    public async Task A_first_start_that_was_interrupted_is_gone_on_with_and_nothing_comes_twice()
    {
        // in the middle of the claims' studies, then when they are nearly all here, then while the demo's own studies come
        foreach (var studies in new[] { 30, 500, 545 })
        {
            using var stop = new CancellationTokenSource();
            var start = DemoRun.PrintAsync(Gateway, stop.Token);
            await Eventually.IsTrueAsync(async () => start.IsCompleted || (await ListAsync()).Count >= studies);
            await stop.CancelAsync();
            await Record.ExceptionAsync(() => start);
        }

        await DemoRun.PrintAsync(Gateway, CancellationToken.None);
        await WhenPublishedAsync();

        var all = await ListAsync();
        Assert.Empty(all.GroupBy(study => study.AccessionNumber).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(all, study => Assert.Equal(0, study.PendingVersions));
        var contents = await ContentsAsync();
        Assert.True(contents is { Reports: 3, Claims: 520 }, $"{contents}");
        var ct = all.Single(study => study.AccessionNumber == DemoStudies.ChestCTNumber);
        Assert.Equal(67, ct.NumberOfInstances);
        Assert.Single(await Services.GetRequiredService<IStudyManifests>().FrozenAsync(ct.StudyInstanceUid, CancellationToken.None));
        var links = await Services.GetRequiredService<IStudyLinks>().ListAsync(null, CancellationToken.None);
        Assert.All(links.Where(link => link.Note?.StartsWith("LK", StringComparison.Ordinal) == true).GroupBy(link => link.Note), same => Assert.Single(same));
        Assert.Single(await Services.GetRequiredService<ReviewerGrants>().ListAsync("giamdinh", CancellationToken.None));
    }

    private Task<IReadOnlyList<StudySummary>> ListAsync() => Services.GetRequiredService<IStudyList>().SearchAsync(new StudyListQuery { Limit = 1000 }, CancellationToken.None);

    private async Task<(ArchiveCounts Archive, int Reports, int Claims)> ContentsAsync()
    {
        var studies = await ListAsync();
        var reports = await Services.GetRequiredService<IReports>().OfStudiesAsync([.. studies.Select(study => study.StudyInstanceUid)], CancellationToken.None);
        return (
            await Services.GetRequiredService<IStudyList>().CountAsync(CancellationToken.None), reports.Sum(study => study.Value.Count),
            (await Services.GetRequiredService<ClaimSearch>().CountAsync(new ClaimFilter(), null, CancellationToken.None)).Values.Sum());
    }
}

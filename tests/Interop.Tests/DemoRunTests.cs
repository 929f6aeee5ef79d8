using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Host;
using ImagingGateway.Storage.Query;
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

    private async Task<(ArchiveCounts Archive, int Reports, int Claims)> ContentsAsync()
    {
        var studies = await Services.GetRequiredService<IStudyList>().SearchAsync(new StudyListQuery { Limit = 1000 }, CancellationToken.None);
        var reports = await Services.GetRequiredService<IReports>().OfStudiesAsync([.. studies.Select(study => study.StudyInstanceUid)], CancellationToken.None);
        return (
            await Services.GetRequiredService<IStudyList>().CountAsync(CancellationToken.None), reports.Sum(study => study.Value.Count),
            (await Services.GetRequiredService<ClaimSearch>().CountAsync(new ClaimFilter(), null, CancellationToken.None)).Values.Sum());
    }
}

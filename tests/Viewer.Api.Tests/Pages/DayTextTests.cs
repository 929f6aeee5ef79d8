using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Studies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ImagingGateway.Viewer.Api.Tests.Pages;

public sealed class DayTextTests
{
    [Theory]
    [InlineData("25/12/2026")]
    [InlineData(" 25.12.2026 ")]
    [InlineData("25-12-2026")]
    [InlineData("25122026")]
    [InlineData("2026-12-25")]
    public void A_day_is_read_as_people_and_programs_write_it(string text) => Assert.Equal(new DateOnly(2026, 12, 25), DayText.Read(text));

    [Theory]
    [InlineData("12/25/2026")]
    [InlineData("31/02/2026")]
    [InlineData("25/12/26")]
    [InlineData("hôm nay")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_day_is_none(string? text) => Assert.Null(DayText.Read(text));

    [Fact]
    public void The_study_list_tells_a_day_that_is_none_and_is_not_restricted_by_it()
    {
        var filter = StudyListFilter.Of(new QueryCollection(new Dictionary<string, StringValues> { ["from"] = "31/02/2026", ["to"] = "1/3/2026" }));

        Assert.Equal(("31/02/2026", null), filter.Unreadable);
        Assert.Equal((null, new DateOnly(2026, 3, 1)), (filter.From, filter.To));
        Assert.Equal("/studies?to=2026-03-01&page=2", filter.UrlOf(2));
    }
}

using ImagingGateway.Viewer.Api.Images;

namespace ImagingGateway.Viewer.Api.Tests.Images;

public sealed class SheetPlanTests
{
    [Theory]
    [InlineData(1, 1, 1, 512)]
    [InlineData(2, 2, 1, 288)]
    [InlineData(3, 2, 2, 288)]
    [InlineData(5, 3, 2, 192)]
    [InlineData(300, 3, 4, 192)]
    public void An_overview_suits_the_number_of_images(int images, int columns, int rows, int cell)
    {
        var plan = SheetPlan.Overview(images);

        Assert.Equal((columns, rows, cell), (plan.Columns, plan.Rows, plan.CellSize));
        Assert.Equal(Math.Min(images, 12), plan.Numbers.Distinct().Count());
        Assert.All(plan.Numbers, number => Assert.InRange(number, 1, images));
        Assert.Equal(plan.Numbers.Order(), plan.Numbers);
    }

    [Fact]
    public void Pages_hold_every_image_once()
    {
        var numbers = Enumerable.Range(1, SheetPlan.PagesOf(50)).SelectMany(page => SheetPlan.Page(50, page)!.Numbers);

        Assert.Equal(Enumerable.Range(1, 50), numbers);
        Assert.Null(SheetPlan.Page(50, 0));
        Assert.Null(SheetPlan.Page(50, 4));
        Assert.Null(SheetPlan.Page(0, 1));
    }
}

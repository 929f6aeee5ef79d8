namespace ImagingGateway.Viewer.Api.Images;

/// <summary>Which images of a series stand on a contact sheet, and how. Sizes are for a phone's width at two pixels per point.</summary>
/// <param name="Numbers">Image numbers from 1, in reading order.</param>
/// <param name="Columns">Cells in a row.</param>
/// <param name="CellSize">Pixels of a cell's side.</param>
public sealed record SheetPlan(IReadOnlyList<int> Numbers, int Columns, int CellSize)
{
    /// <summary>Images on one page of a series' whole contact sheet.</summary>
    public const int PageSize = 24;

    private const int OverviewSize = 12;

    public int Rows => Math.Max(1, (Numbers.Count + Columns - 1) / Columns);

    /// <summary>Pages of <see cref="PageSize"/> images.</summary>
    public static int PagesOf(int imageCount) => (imageCount + PageSize - 1) / PageSize;

    /// <summary>At most twelve images spread evenly over <paramref name="imageCount"/>.</summary>
    public static SheetPlan Overview(int imageCount)
    {
        var shown = Math.Min(OverviewSize, imageCount);
        var numbers = Spread(shown, imageCount);
        return shown switch
        {
            <= 1 => new(numbers, 1, 512),
            <= 4 => new(numbers, 2, 288),
            _ => new(numbers, 3, 192),
        };
    }

    /// <summary>Numbers of <paramref name="shown"/> images spread evenly over <paramref name="imageCount"/>.</summary>
    public static IReadOnlyList<int> Spread(int shown, int imageCount) =>
        [.. Enumerable.Range(0, shown).Select(index => Math.Min(imageCount, (int)((index + 0.5) * imageCount / shown) + 1))];

    /// <summary>One page of all images; null for a page that does not exist.</summary>
    /// <param name="imageCount">Images of the series.</param>
    /// <param name="page">From 1.</param>
    public static SheetPlan? Page(int imageCount, int page) => page >= 1 && page <= PagesOf(imageCount)
        ? new([.. Enumerable.Range(((page - 1) * PageSize) + 1, Math.Min(PageSize, imageCount - ((page - 1) * PageSize)))], 4, 160)
        : null;
}

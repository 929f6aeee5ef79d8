using System.Globalization;
using ImagingGateway.Storage.Query;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Studies;

/// <summary>The study list's address: <c>?q=&amp;from=yyyy-MM-dd&amp;to=&amp;modality=&amp;page=</c>. Whatever cannot be read does not restrict.</summary>
public sealed record StudyListFilter(string? Text, DateOnly? From, DateOnly? To, string? Modality, int Page)
{
    public const int PageSize = 50;

    public bool IsEmpty => Text is null && From is null && To is null && Modality is null;

    public static StudyListFilter Of(IQueryCollection query) => new(
        Blank(query["q"]), Day(query["from"]), Day(query["to"]), Blank(query["modality"])?.ToUpperInvariant(),
        int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1);

    /// <summary>One more than a page, to know whether there is a next one.</summary>
    public StudyListQuery ToQuery() => new() { Text = Text, From = From, To = To, Modality = Modality, Offset = (Page - 1) * PageSize, Limit = PageSize + 1 };

    public string UrlOf(int page) => "/studies" + QueryString.Create(new Dictionary<string, string?>
    {
        ["q"] = Text, ["from"] = Iso(From), ["to"] = Iso(To), ["modality"] = Modality, ["page"] = page.ToString(CultureInfo.InvariantCulture),
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));

    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > 200 } @long ? @long[..200] : text.Trim();

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

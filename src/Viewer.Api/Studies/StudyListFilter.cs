using System.Globalization;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Pages;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Studies;

/// <summary>
/// The study list's address: <c>?q=&amp;from=dd/MM/yyyy&amp;to=&amp;modality=&amp;page=</c> (days also as yyyy-MM-dd). Whatever cannot be read does not restrict; a day that
/// is none is told.
/// </summary>
public sealed record StudyListFilter(string? Text, DateOnly? From, DateOnly? To, string? Modality, int Page)
{
    public const int PageSize = 50;

    /// <summary>What was typed as a day and is none.</summary>
    public (string? From, string? To) Unreadable { get; private init; }

    public bool HasUnreadable => Unreadable != default;

    public bool IsEmpty => Text is null && From is null && To is null && Modality is null;

    public static StudyListFilter Of(IQueryCollection query) => new(
        Blank(query["q"]), DayText.Read(query["from"]), DayText.Read(query["to"]), Blank(query["modality"])?.ToUpperInvariant(),
        int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1)
    {
        Unreadable = (UnreadableOf(query["from"]), UnreadableOf(query["to"])),
    };

    /// <summary>One more than a page, to know whether there is a next one.</summary>
    public StudyListQuery ToQuery() => new() { Text = Text, From = From, To = To, Modality = Modality, Offset = (Page - 1) * PageSize, Limit = PageSize + 1 };

    public string UrlOf(int page) => "/studies" + QueryString.Create(new Dictionary<string, string?>
    {
        ["q"] = Text, ["from"] = Iso(From), ["to"] = Iso(To), ["modality"] = Modality, ["page"] = page.ToString(CultureInfo.InvariantCulture),
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));

    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > 200 } @long ? @long[..200] : text.Trim();

    private static string? UnreadableOf(string? text) => Blank(text) is { } typed && DayText.Read(typed) is null ? typed[..Math.Min(typed.Length, 10)] : null;
}

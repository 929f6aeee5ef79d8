using System.Globalization;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Claims.Checks;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>The evidence table's address: <c>?q=&amp;facility=&amp;state=&amp;worst=&amp;check=&amp;file=&amp;page=</c>. Whatever cannot be read does not restrict.</summary>
public sealed record ClaimListQuery(ClaimFilter Filter, int Page)
{
    public const int PageSize = 50;

    public static ClaimListQuery Of(IQueryCollection query) => new(
        new ClaimFilter(
            Blank(query["q"]), Blank(query["facility"]), Word<ClaimState>(query["state"]), Word<Verdict>(query["worst"]), Word<Check>(query["check"]), Blank(query["file"])),
        int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1);

    /// <summary>The query string that <see cref="Of"/> reads, with the question mark; empty for everything.</summary>
    public string QueryOf(int page = 1, string? line = null) => QueryString.Create(new Dictionary<string, string?>
    {
        ["line"] = line, ["q"] = Filter.Text, ["facility"] = Filter.Facility, ["state"] = Filter.State?.ToString(), ["worst"] = Filter.Worst?.ToString(),
        ["check"] = Filter.Check?.ToString(), ["file"] = Filter.FileId, ["page"] = page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value))).ToString();

    /// <summary>The address of one line within this list.</summary>
    public string UrlOf(string claimCode, string lineId) => $"/claims/{Uri.EscapeDataString(claimCode)}{QueryOf(line: lineId)}";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > 6000 } tooLong ? tooLong[..6000] : text.Trim();

    private static T? Word<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) ? value : null;
}

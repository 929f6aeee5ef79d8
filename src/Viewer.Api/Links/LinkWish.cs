using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Reads the create-link form into a wish.</summary>
internal static class LinkWish
{
    private const int RandomPinLength = 6;

    public static NewStudyLink Of(IFormCollection form, Uid study, string actor, DateTimeOffset now) =>
        new([study], ExpiryOf(form, now), PinOf(form), actor, form.Text("note"));

    private static DateTimeOffset ExpiryOf(IFormCollection form, DateTimeOffset now)
    {
        if (int.TryParse(form.Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 10_000)
            return now.AddDays(days);
        // an unreadable date becomes a past one, which is refused with a sentence
        return DateOnly.TryParseExact(form.Text("until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Show.EndOf(day) : now;
    }

    private static string? PinOf(IFormCollection form) => form.Text("pin") switch
    {
        "none" => null,
        "own" when form.Text("own") is { Length: > 0 } own => own,
        // chosen but left empty: refused by the policy rather than made a link without a PIN
        "own" => "-",
        _ => RandomText.Digits(RandomPinLength),
    };
}

using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Reads the create-link form into a wish.</summary>
public static class LinkWish
{
    private const int RandomPinLength = 6;

    /// <exception cref="StudyLinkException">The birth year is to be the PIN, and is not known; a day is no day.</exception>
    public static NewStudyLink Of(IFormCollection form, IReadOnlyList<StudySummary> studies, string actor, DateTimeOffset now)
    {
        var (pin, kind) = PinOf(form, studies);
        return new NewStudyLink([.. studies.Select(study => study.StudyInstanceUid)], ExpiryOf(form, now), pin, actor, form.Text("note"))
        {
            Audience = Choice<LinkAudience>(form, "audience") ?? LinkAudience.Patient,
            // nothing chosen, or something that is no choice: refused by the policy with a sentence
            Basis = Choice<LinkBasis>(form, "basis") ?? (LinkBasis)(-1),
            Purpose = Choice<LinkPurpose>(form, "purpose"), Permission = Choice<LinkPermission>(form, "permission"), Recipient = form.Text("recipient"),
            PinKind = kind, NotBefore = DayOf(form, "from") is { } day ? Show.StartOf(day) : null, MaxOpenings = OpeningsOf(form),
            IsDeidentified = form.Text("deidentified") == "yes", Dates = Choice<LinkDates>(form, "dates") ?? LinkDates.Removed,
        };
    }

    /// <summary>A choice by its name, in a form or in JSON; null for none and for what is no choice.</summary>
    public static T? Choice<T>(string? text)
        where T : struct, Enum => text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>The year of birth as a PIN.</summary>
    /// <exception cref="StudyLinkException">It is not known, or not one year for all the studies.</exception>
    public static string BirthYearOf(IReadOnlyList<StudySummary> studies) => ChosenStudies.BirthYearOf(studies) ?? throw new StudyLinkException(StudyLinkFault.NoBirthYear);

    private static T? Choice<T>(IFormCollection form, string name)
        where T : struct, Enum => Choice<T>(form.Text(name));

    private static DateTimeOffset ExpiryOf(IFormCollection form, DateTimeOffset now)
    {
        if (int.TryParse(form.Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 10_000)
            return now.AddDays(days);
        // no date at all becomes a past one, which is refused with a sentence
        return DayOf(form, "until") is { } day ? Show.EndOf(day) : now;
    }

    private static DateOnly? DayOf(IFormCollection form, string name) =>
        form.Text(name) is { Length: > 0 } text ? DayText.Read(text) ?? throw new StudyLinkException(StudyLinkFault.Day) : null;

    private static int? OpeningsOf(IFormCollection form) =>
        form.Text("openings") is { Length: > 0 } text ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0 : null;

    private static (string? Pin, PinKind Kind) PinOf(IFormCollection form, IReadOnlyList<StudySummary> studies) => form.Text("pin") switch
    {
        "none" => (null, PinKind.Digits),
        "year" => (BirthYearOf(studies), PinKind.BirthYear),
        "own" when form.Text("own") is { Length: > 0 } own => (own, PinKind.Digits),
        // chosen but left empty: refused by the policy rather than made a link without a PIN
        "own" => ("-", PinKind.Digits),
        _ => (RandomText.Digits(RandomPinLength), PinKind.Digits),
    };
}

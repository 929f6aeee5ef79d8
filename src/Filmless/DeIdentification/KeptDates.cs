using System.Globalization;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;

namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>Dates and times of images under a link without names (PS3.15 E.3.6). What cannot be read as a date is not shown.</summary>
/// <param name="Days">By how many days shifted dates lie back; from 1 to 365.</param>
internal sealed record KeptDates(LinkDates Dates, int Days)
{
    /// <summary>The word in Longitudinal Temporal Information Modified (PS3.3 C.12.1).</summary>
    public string Modified => Dates switch { LinkDates.Kept => "UNMODIFIED", LinkDates.Shifted => "MODIFIED", _ => "REMOVED" };

    /// <summary>A moment of the acquisition, not of the patient's life.</summary>
    public bool Covers(Tag tag, VR vr) =>
        Dates != LinkDates.Removed && (vr == VR.DA || vr == VR.TM || vr == VR.DT) && !tag.IsPrivate && BasicProfile.IsOfAcquisition(tag);

    /// <summary>The value to show; null for none.</summary>
    /// <param name="value">DA <c>YYYYMMDD</c>, DT <c>YYYYMMDD…</c> or TM (PS3.5 6.2).</param>
    public string? Of(string value, VR vr)
    {
        if (vr == VR.TM || Dates == LinkDates.Kept)
            return value;
        return value.Length >= 8 && DateOnly.TryParseExact(value[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.DayNumber > Days
            ? string.Concat(day.AddDays(-Days).ToString("yyyyMMdd", CultureInfo.InvariantCulture), value.AsSpan(8)) : null;
    }

    public DateOnly? Of(DateOnly? day) => Dates switch
    {
        LinkDates.Kept => day,
        LinkDates.Shifted when day?.DayNumber > Days => day.Value.AddDays(-Days),
        _ => null,
    };
}

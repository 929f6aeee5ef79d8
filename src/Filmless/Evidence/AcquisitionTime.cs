using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>When an image was acquired, by the device's clock.</summary>
internal static class AcquisitionTime
{
    private static readonly TimeSpan LongestExam = TimeSpan.FromHours(12);

    /// <summary>Start and end; null when the header does not say. What a workstation derived later says nothing about the device.</summary>
    public static (DateTime First, DateTime Last)? Of(DataSet header)
    {
        var frames = header.GetItems(Tags.PerFrameFunctionalGroupsSequence)
            .SelectMany(frame => frame.GetItems(Tags.FrameContentSequence))
            .Select(content => (Start: Moment(content.GetString(Tags.FrameAcquisitionDateTime)), Lasts: Milliseconds(content.GetNumber(Tags.FrameAcquisitionDuration))))
            .Where(frame => frame.Start is not null).ToList();
        if (frames.Count > 0)
            return (frames.Min(frame => frame.Start!.Value), frames.Max(frame => frame.Start!.Value + frame.Lasts));
        return Start(header) is { } start ? (start, start + Duration(header)) : null;
    }

    /// <summary>A date and a time of one pair of attributes.</summary>
    public static DateTime? Join(string? date, string? time) =>
        DicomDate.TryParse(date, out var day) && day.IsWhole && DicomTime.TryParse(time, out var clock) ? day.First.ToDateTime(clock.First) : null;

    private static DateTime? Start(DataSet header)
    {
        if (header.GetStrings(Tags.ImageType) is ["DERIVED", ..])
            return null;
        var day = header.GetString(Tags.AcquisitionDate) ?? header.GetString(Tags.SeriesDate) ?? header.GetString(Tags.StudyDate);
        return Moment(header.GetString(Tags.AcquisitionDateTime)) ?? Join(day, header.GetString(Tags.AcquisitionTime))
            ?? (header.GetUid(Tags.SOPClassUID) == Uids.SecondaryCaptureImageStorage ? null : Join(header.GetString(Tags.ContentDate), header.GetString(Tags.ContentTime)));
    }

    // seconds (0018,9073) and (0018,0072); a cine loop lasts as long as its frames
    private static TimeSpan Duration(DataSet header)
    {
        var seconds = header.GetNumber(Tags.AcquisitionDuration) ?? header.GetNumber(Tags.EffectiveDuration)
            ?? (header.GetNumber(Tags.FrameTime) is { } frame && header.GetInteger(Tags.NumberOfFrames) is { } count ? frame * (count - 1) / 1000 : 0);
        return seconds is > 0 && seconds < LongestExam.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
    }

    private static TimeSpan Milliseconds(double? value) =>
        value is > 0 && value < LongestExam.TotalMilliseconds ? TimeSpan.FromMilliseconds(value.Value) : TimeSpan.Zero;

    // with an offset the moment is brought to hospital time: Viet Nam has one zone
    private static DateTime? Moment(string? text) =>
        DicomDateTime.TryParse(text, out var moment) && moment is { Date.IsWhole: true, Time: not null }
            ? moment.Offset is { } offset ? moment.First - offset + TimeSpan.FromHours(7) : moment.First
            : null;
}

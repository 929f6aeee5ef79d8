using System.Globalization;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Values;

public class DateAndTimeTests
{
    [Theory]
    [InlineData("20240229", "2024-02-29", "2024-02-29", "20240229")]
    [InlineData("202402", "2024-02-01", "2024-02-29", "202402")]
    [InlineData("1960", "1960-01-01", "1960-12-31", "1960")]
    [InlineData("19600000", "1960-01-01", "1960-12-31", "1960")]
    [InlineData("2024.02.29", "2024-02-29", "2024-02-29", "20240229")]
    [InlineData("2024-02-29", "2024-02-29", "2024-02-29", "20240229")]
    [InlineData("20240229101112", "2024-02-29", "2024-02-29", "20240229")]
    [InlineData("20240229 \0", "2024-02-29", "2024-02-29", "20240229")]
    public void Dates_are_read(string text, string first, string last, string written)
    {
        Assert.True(DicomDate.TryParse(text, out var date));
        Assert.Equal((first, last, written), (date.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), date.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), date.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("20230231")]
    [InlineData("00000000")]
    [InlineData("20240015")]
    [InlineData("2024022")]
    [InlineData("20241301")]
    [InlineData("nonsense")]
    [InlineData("20240101-20240131")]
    [InlineData("2024+1")]
    public void What_is_no_date_is_refused(string text)
    {
        var range = text.Contains('-', StringComparison.Ordinal);
        Assert.Equal(range, DicomDate.TryParse(text, out _) || (range && ValueRanges.TryParseDates(text, out _)));
    }

    [Theory]
    [InlineData("10", "10:00:00.0000000", "10:59:59.9999999", "10")]
    [InlineData("1011", "10:11:00.0000000", "10:11:59.9999999", "1011")]
    [InlineData("101112", "10:11:12.0000000", "10:11:12.9999999", "101112")]
    [InlineData("101112.5", "10:11:12.5000000", "10:11:12.5999999", "101112.500000")]
    [InlineData("101112.123456789", "10:11:12.1234560", "10:11:12.1234569", "101112.123456")]
    [InlineData("10:11:12", "10:11:12.0000000", "10:11:12.9999999", "101112")]
    [InlineData("240000", "23:59:59.0000000", "23:59:59.9999999", "235959")]
    [InlineData("235960", "23:59:59.0000000", "23:59:59.9999999", "235959")]
    public void Times_are_read(string text, string first, string last, string written)
    {
        Assert.True(DicomTime.TryParse(text, out var time));
        Assert.Equal((first, last, written), (time.First.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture), time.Last.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture), time.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("101")]
    [InlineData("2510")]
    [InlineData("1060")]
    [InlineData("101112.")]
    [InlineData("1011.5")]
    [InlineData("ab")]
    public void What_is_no_time_is_refused(string text) => Assert.False(DicomTime.TryParse(text, out _));

    [Theory]
    [InlineData("20240229101112.5+0700", "2024-02-29 10:11:12", 420)]
    [InlineData("20240229-0330", "2024-02-29 00:00:00", -210)]
    [InlineData("2024", "2024-01-01 00:00:00", null)]
    [InlineData("2024022910", "2024-02-29 10:00:00", null)]
    public void Dates_with_times_are_read(string text, string first, int? offset)
    {
        Assert.True(DicomDateTime.TryParse(text, out var dateTime));
        Assert.Equal((first, offset is { } minutes ? TimeSpan.FromMinutes(minutes) : null), (dateTime.First.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), dateTime.Offset));
        Assert.True(DicomDateTime.TryParse(dateTime.ToString(), out var again));
        Assert.Equal(dateTime.First, again.First);
    }

    [Theory]
    [InlineData("20240101-20240131", "2024-01-01", "2024-01-31")]
    [InlineData("20240101-", "2024-01-01", null)]
    [InlineData("-20240131", null, "2024-01-31")]
    [InlineData("202401", "2024-01-01", "2024-01-31")]
    [InlineData("2023-2024", "2023-01-01", "2024-12-31")]
    public void Ranges_of_dates_are_read(string text, string? first, string? last)
    {
        Assert.True(ValueRanges.TryParseDates(text, out var range));
        Assert.Equal((first, last), (range.First?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), range.Last?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Ranges_of_instants_keep_their_offsets()
    {
        Assert.True(ValueRanges.TryParseDateTimes("20240101080000-0500-20240102080000-0500", out var range));
        Assert.Equal((new DateTime(2024, 1, 1, 8, 0, 0), new DateTime(2024, 1, 2, 8, 0, 0)), (range.First, range.Last!.Value.AddTicks(-range.Last.Value.Ticks % TimeSpan.TicksPerSecond)));
        Assert.True(ValueRanges.TryParseTimes("0800-1159", out var times));
        Assert.True(times.Contains(new TimeOnly(11, 59, 30)));
        Assert.False(times.Contains(new TimeOnly(12, 0)));
        Assert.False(ValueRanges.TryParseDates("-", out _));
        Assert.False(ValueRanges.TryParseDates("x-y", out _));
    }
}

using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Tests.Query;

public sealed class DicomMomentsTests
{
    [Theory]
    [InlineData("20260228", 20260228, 20260228)]
    [InlineData("2026.02.28", 20260228, 20260228)]
    [InlineData("202402", 20240201, 20240229)]
    [InlineData("1950", 19500101, 19501231)]
    [InlineData("19500000", 19500101, 19501231)] // unknown parts as zeros
    [InlineData("19500700", 19500701, 19500731)]
    public void Dates_of_any_precision_are_periods(string text, int first, int last)
    {
        Assert.True(DicomMoments.TryDatePeriod(text, out var from, out var to));
        Assert.Equal((first, last), (from, to));
    }

    [Theory]
    [InlineData("20260230")]
    [InlineData("20261301")]
    [InlineData("00000000")]
    [InlineData("2026022")]
    [InlineData("today")]
    [InlineData("")]
    [InlineData("٢٠٢٦")]
    public void What_is_no_date_is_refused(string text) => Assert.False(DicomMoments.TryDatePeriod(text, out _, out _));

    [Theory]
    [InlineData("10", 36_000_000_000, 39_599_999_999)]
    [InlineData("101530", 36_930_000_000, 36_930_999_999)]
    [InlineData("101530.5", 36_930_500_000, 36_930_599_999)]
    [InlineData("10:15:30.123456", 36_930_123_456, 36_930_123_456)]
    public void Times_of_any_precision_are_periods(string text, long first, long last)
    {
        Assert.True(DicomMoments.TryTimePeriod(text, out var from, out var to));
        Assert.Equal((first, last), (from, to));
    }

    [Theory]
    [InlineData("24")]
    [InlineData("1060")]
    [InlineData("101530.1234567")]
    [InlineData("1015.5")]
    [InlineData("1")]
    [InlineData("noon")]
    public void What_is_no_time_is_refused(string text) => Assert.False(DicomMoments.TryTimePeriod(text, out _, out _));

    [Fact]
    public void Date_times_with_an_offset_compare_in_UTC()
    {
        Assert.True(DicomMoments.TryMomentPeriod("20261120170000+0700", out var here, out _));
        Assert.True(DicomMoments.TryMomentPeriod("20261120100000+0000", out var there, out _));
        Assert.Equal(there, here);
        Assert.True(DicomMoments.TryMomentPeriod("2026", out var first, out var last));
        Assert.Equal(365 * DicomMoments.MicrosecondsPerDay, last - first + 1);
    }
}

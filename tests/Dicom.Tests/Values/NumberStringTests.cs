using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Values;

public class NumberStringTests
{
    [Theory]
    [InlineData(" 1.5 ", 1.5)]
    [InlineData("+2", 2)]
    [InlineData("-.5", -.5)]
    [InlineData("1,5", 1.5)]
    [InlineData("1.25e-3", 0.00125)]
    [InlineData("0.123456789012345678", 0.123456789012345678)]
    public void Decimals_are_read(string text, double value)
    {
        Assert.True(DecimalString.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1.5mm")]
    [InlineData("1,000,000")]
    [InlineData("1e999")]
    public void What_is_no_decimal_is_refused(string text) => Assert.False(DecimalString.TryParse(text, out _));

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1.0 / 3)]
    [InlineData(1e-300)]
    [InlineData(-1.23456789012345e-100)]
    [InlineData(123456789012345678)]
    [InlineData(0)]
    public void Decimals_are_written_in_sixteen_characters(double value)
    {
        var text = DecimalString.Format(value);
        Assert.InRange(text.Length, 1, 16);
        Assert.True(DecimalString.TryParse(text, out var read));
        Assert.True(Math.Abs(read - value) <= Math.Abs(value) * 1e-8);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecimalString.Format(double.NaN));
    }

    [Theory]
    [InlineData(" +12 ", 12L)]
    [InlineData("1.0", 1L)]
    [InlineData("99999999999", 99999999999L)]
    public void Integers_are_read(string text, long value)
    {
        Assert.True(IntegerString.TryParse(text, out var read));
        Assert.Equal(value, read);
        Assert.False(IntegerString.TryParse("1A", out _));
        Assert.False(IntegerString.TryParse("1.5", out _));
        Assert.False(IntegerString.TryParse("  ", out _));
    }
}

using ImagingGateway.Viewer.Api.Images;

namespace ImagingGateway.Viewer.Api.Tests.Images;

public sealed class SeriesWindowsTests
{
    [Theory]
    [InlineData("CT", "CHEST", "Lồng ngực 5.0 B30f", "lung soft bone")]
    [InlineData("CT", "CHEST", "Trung thất 3mm", "soft lung bone")]
    [InlineData("CT", "CHEST", "nhu mô phổi 1.0", "lung soft bone")]
    [InlineData("CT", "HEAD", null, "brain bone soft")]
    [InlineData("CT", "HEAD", "SO NAO - BONE", "bone brain soft")]
    [InlineData("CT", "C SPINE", null, "bone soft lung")]
    [InlineData("CT", "ABDOMEN", "", "soft bone lung")]
    [InlineData("CT", null, null, "soft bone lung")]
    [InlineData("DX", "CHEST", "Lung", "")]
    [InlineData("US", null, null, "")]
    public void The_most_useful_window_comes_first(string modality, string? part, string? description, string expected) =>
        Assert.Equal(expected, string.Join(' ', SeriesWindows.Of(modality, part, description).Select(preset => preset.Name)));
}

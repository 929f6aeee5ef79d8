using ImagingGateway.Filmless.StudyLinks;

namespace ImagingGateway.Filmless.Tests.StudyLinks;

public sealed class StudyLinkQrTests
{
    private const string Url = "https://pacs.example.vn/l/4efPnjv1pzfssJ8orr5tjjvv";

    [Fact]
    public void The_png_is_one() => Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], StudyLinkQr.Png(Url)[..8]);

    [Fact]
    public void The_svg_scales_and_runs_nothing()
    {
        var svg = StudyLinkQr.Svg(Url);

        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("viewBox", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", svg, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_terminal_text_is_square_for_characters_twice_as_high_as_wide()
    {
        var lines = StudyLinkQr.Terminal(Url).TrimEnd().Split('\n');

        Assert.All(lines, line => Assert.Equal(lines[0].TrimEnd('\r').Length, line.TrimEnd('\r').Length));
        Assert.Equal((lines[0].TrimEnd('\r').Length + 1) / 2, lines.Length);
    }

    [Fact]
    public void Other_addresses_give_other_images() => Assert.NotEqual(StudyLinkQr.Svg(Url), StudyLinkQr.Svg(Url + "x"));
}

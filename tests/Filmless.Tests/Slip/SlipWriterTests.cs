using System.Diagnostics;
using System.Text;
using ImagingGateway.Filmless.Slip;
using ImagingGateway.TestKit;

namespace ImagingGateway.Filmless.Tests.Slip;

/// <summary>The slip as its reader has it: looked at by poppler, its QR code read by zbar.</summary>
public sealed class SlipWriterTests : IDisposable
{
    private const string Url = "https://images.benhvien.vn/l/Zk3xQv7TtGm0q9yB1nWcLh2P";
    private const string Lower = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slip-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ToolTheory("zbarimg")]
    [InlineData(PaperSize.A5, 148, 210)]
    [InlineData(PaperSize.A4, 210, 297)]
    public void The_qr_code_on_paper_is_the_links_address(PaperSize paper, int width, int height)
    {
        var pdf = Write(Slip(), paper);

        var facts = Run("pdfinfo", pdf);
        Assert.Contains("Pages:           1", facts, StringComparison.Ordinal);
        var size = facts.Split('\n').First(line => line.StartsWith("Page size:", StringComparison.Ordinal)).Split(':')[1].Trim().Split(' ');
        Assert.Equal((width, height), ((int)Math.Round(Points(size[0])), (int)Math.Round(Points(size[2]))));
        Assert.Equal($"QR-Code:{Url}", ReadQr(pdf));
    }

    [ToolFact("pdftotext")]
    public void Every_vietnamese_letter_stands_in_it_as_text()
    {
        var letters = Lower.Chunk(24).Select(chunk => new string(chunk)).ToList();
        var slip = Slip() with
        {
            PatientName = "NGUYỄN THỊ PHƯỢNG HẰNG",
            Facts = [.. letters.Select(chunk => ("chữ thường", chunk)), .. letters.Select(chunk => ("CHỮ HOA", chunk.ToUpperInvariant()))],
        };
        var text = Run("pdftotext", "-layout", Write(slip, PaperSize.A5), "-").Normalize();

        Assert.All(letters, chunk => Assert.Contains(chunk, text, StringComparison.Ordinal));
        Assert.All(letters, chunk => Assert.Contains(chunk.ToUpperInvariant(), text, StringComparison.Ordinal));
        Assert.Contains("NGUYỄN THỊ PHƯỢNG HẰNG", text, StringComparison.Ordinal);
    }

    [ToolFact("pdffonts")]
    public void Its_fonts_are_embedded()
    {
        var fonts = Run("pdffonts", Write(Slip(), PaperSize.A5)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        Assert.NotEmpty(fonts);
        Assert.All(fonts, line => Assert.Matches(@"\byes yes yes\b", line));
        Assert.All(fonts, line => Assert.Contains("NotoSans", line, StringComparison.Ordinal));
    }

    [ToolFact("pdftotext")]
    public void Facts_code_conclusion_and_where_the_copy_comes_from_stand_on_it()
    {
        var text = Run("pdftotext", "-layout", Write(Slip(), PaperSize.A5), "-").Normalize();

        foreach (var part in new[] { "BỆNH VIỆN ĐA KHOA TỈNH", "CT ngực", "k7mqp-2xhrd", "https://images.benhvien.vn/c", "Không thấy tổn thương", "BẢN SAO TỪ DỮ LIỆU ĐIỆN TỬ", "abcdefghjk", "bs.lan", "25/11/2026 22:30" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [ToolFact("zbarimg")]
    public void Very_long_texts_stay_on_the_one_page_and_leave_the_code_alone()
    {
        var slip = Slip() with
        {
            Facility = string.Join(' ', Enumerable.Repeat("Bệnh viện đa khoa", 40)), PatientName = string.Join(' ', Enumerable.Repeat("NGUYỄN", 60)),
            Facts = [.. Slip().Facts.Select(fact => (fact.Label, string.Join(' ', Enumerable.Repeat(fact.Value, 30))))], Conclusion = string.Join(' ', Enumerable.Repeat("Kết luận rất dài.", 400)),
        };
        var pdf = Write(slip, PaperSize.A5);

        Assert.Contains("Pages:           1", Run("pdfinfo", pdf), StringComparison.Ordinal);
        Assert.Equal($"QR-Code:{Url}", ReadQr(pdf));
        Assert.Contains("BẢN SAO TỪ DỮ LIỆU ĐIỆN TỬ", Run("pdftotext", "-layout", pdf, "-").Normalize(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("k7mqp-2xhrd", "k7mqp2xhrd")]
    [InlineData(" K7MQP 2XHRD ", "k7mqp2xhrd")]
    [InlineData("k7mqp–2xhrd", "k7mqp2xhrd")]
    [InlineData("k7mqp-2xhr", null)]
    [InlineData("k7mqp-2xhrd-", "k7mqp2xhrd")]
    [InlineData("k7mqp'2xhrd", null)]
    [InlineData("", null)]
    public void A_code_is_understood_however_it_is_typed(string typed, string? expected) => Assert.Equal(expected, Filmless.StudyLinks.ShortCode.Parse(typed));

    private static SlipContent Slip() => new(
        "BỆNH VIỆN ĐA KHOA TỈNH", "NGUYỄN THỊ PHƯỢNG",
        [("Mã người bệnh", "BN24001837"), ("Ngày sinh", "15/04/1962"), ("Ca chụp", "CT ngực"), ("Thời điểm chụp", "25/11/2026 08:30"), ("Số ảnh", "300"), ("Xem được đến", "23/02/2027 22:30")],
        "Không thấy tổn thương nhu mô phổi hai bên. Không tràn dịch, tràn khí màng phổi.", Url, "https://images.benhvien.vn/c", "k7mqp2xhrd",
        new SlipOrigin("Imaging Gateway", "BỆNH VIỆN ĐA KHOA TỈNH", "abcdefghjk", "25/11/2026 22:30", "bs.lan"),
        new SlipWords(
            "Xem hình ảnh y khoa trên điện thoại", "Quét mã QR bằng điện thoại để xem hình ảnh, hoặc mở địa chỉ:", "Hoặc mở địa chỉ sau và nhập mã:", "Mã",
            "Sau đó nhập năm sinh của người bệnh.", "Kết luận", "BẢN SAO TỪ DỮ LIỆU ĐIỆN TỬ", "Hệ thống", "Đơn vị", "Mã tra cứu", "Thời gian", "Người lập"));

    private string Write(SlipContent slip, PaperSize paper)
    {
        var path = Path.Combine(_folder.FullName, "slip.pdf");
        File.WriteAllBytes(path, SlipWriter.Write(slip, paper));
        return path;
    }

    private string ReadQr(string pdf)
    {
        var picture = Path.Combine(_folder.FullName, "slip");
        Run("pdftoppm", "-r", "150", "-png", "-singlefile", pdf, picture);
        return Run("zbarimg", "--quiet", $"{picture}.png").Trim();
    }

    private static string Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool.Require(tool), arguments) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static double Points(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * 25.4 / 72;
}

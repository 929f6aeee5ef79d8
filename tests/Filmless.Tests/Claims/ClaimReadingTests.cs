using System.Text;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Claims.Import;

namespace ImagingGateway.Filmless.Tests.Claims;

public sealed class ClaimReadingTests
{
    private const string Header = "STT;MA_LK;HO_TEN;NGAY_SINH;GIOI_TINH;MA_CSKCB;MA_DICH_VU;TEN_DICH_VU;SO_LUONG;NGAY_YL;NGAY_KQ;MA_MAY";
    private const string Line = "2;LK01;Đỗ Thị Ánh;196200000000;2;22001;18.0119.0028;\"Chụp Xquang ngực thẳng [số hóa 1 phim]; nghiêng\";1,0;202611200815;20/11/2026 09:30;XQ.1.22001.DR-7";

    private const string Tables = """
        <ROOT><TONG_HOP><MA_LK>LK01</MA_LK><STT>9</STT><HO_TEN>Đỗ Thị Ánh</HO_TEN><NGAY_SINH>19620415</NGAY_SINH><MA_CSKCB>22001</MA_CSKCB></TONG_HOP>
        <CHITIEU><DSACH><CHI_TIET_DVKT><MA_LK>LK01</MA_LK><STT>3</STT><MA_DICH_VU>18.0119.0028</MA_DICH_VU><MA_NHOM>2</MA_NHOM><NGAY_YL>202611200815</NGAY_YL></CHI_TIET_DVKT>
        <CHI_TIET_DVKT><MA_LK>LK01</MA_LK><STT>4</STT><MA_DICH_VU>22.0120</MA_DICH_VU><MA_NHOM>1</MA_NHOM></CHI_TIET_DVKT></DSACH></CHITIEU>
        <CHI_TIET_CLS><MA_LK>LK01</MA_LK><STT>1</STT><MA_DICH_VU>18.0119.0028</MA_DICH_VU><KET_LUAN><![CDATA[Bình thường <b>]]></KET_LUAN><MO_TA>Phổi sáng</MO_TA><MA_BS_DOC_KQ>BS7</MA_BS_DOC_KQ></CHI_TIET_CLS></ROOT>
        """;

    public static TheoryData<string> Encodings => [.. new[] { "utf-8", "utf-8-mark", "utf-16", "utf-16-be-mark", "utf-16-no-mark", "windows-1258" }];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_spreadsheet_saved_as_text_is_read_in_every_encoding(string encoding)
    {
        var line = Assert.Single(Read(Encode($"{Header}\r\n{Line}\r\n\r\n", encoding)).Lines).Line;

        Assert.Equal(
            ("LK01", 2, "Đỗ Thị Ánh", "1962", "F", "22001", 1.0m), (line.ClaimCode, line.LineNumber, line.PatientName, line.BirthDate, line.Sex, line.FacilityCode, line.Quantity));
        Assert.Equal("Chụp Xquang ngực thẳng [số hóa 1 phim]; nghiêng", line.ServiceName);
        Assert.Equal((new DateTime(2026, 11, 20, 8, 15, 0), new DateTime(2026, 11, 20, 9, 30, 0)), (line.OrderedAt, line.ResultAt));
    }

    [Theory]
    [InlineData("MA_LK\tHO_TEN\nLK1\tA, B; C")]
    [InlineData("MA_LK|HO_TEN\nLK1|A, B; C")]
    [InlineData("sep=,\nmã lk,\"họ tên\"\nLK1,\"A, B; C\"")]
    public void The_separator_is_seen_and_headers_are_known_in_any_spelling(string text)
    {
        var line = Assert.Single(Read(text).Lines).Line;
        Assert.Equal(("LK1", "A, B; C"), (line.ClaimCode, line.PatientName));
    }

    [Fact]
    public void A_pasted_list_is_taken_with_and_without_further_numbers()
    {
        var lines = Read("LK1\nLK2;CT26110001\n\n LK3 \n").Lines.Select(one => (one.Position, one.Line.ClaimCode, one.Line.OrderKey));
        Assert.Equal([(1, "LK1", null), (2, "LK2", "CT26110001"), (4, "LK3", null)], lines);
    }

    [Fact]
    public void One_bad_line_is_told_and_the_others_are_taken()
    {
        var result = Read("MA_LK;STT;NGAY_YL;HO_TEN\nLK1;1;202611200815;A\n;2;;B\nLK3;1;2026-13-40;C\nLK1;1;;A\nLK5;1;;" + new string('x', 300));

        Assert.Equal("LK1", Assert.Single(result.Lines).Line.ClaimCode);
        Assert.Equal(
            [
                (3, ClaimRefusalReason.NoClaimCode, null), (4, ClaimRefusalReason.Unreadable, "NGAY_YL"), (5, ClaimRefusalReason.Twice, "LK1"), (6, ClaimRefusalReason.TooLong, "HO_TEN"),
            ],
            result.Refusals.Select(refusal => (refusal.Position, refusal.Reason, refusal.Detail)));
    }

    [Fact]
    public void Services_episodes_and_results_of_the_tables_become_lines_and_only_imaging_is_taken()
    {
        var result = Read(Tables);
        var line = Assert.Single(result.Lines).Line;

        Assert.Equal(1, result.Skipped);
        Assert.Equal(("LK01", 3, "18.0119.0028", "Đỗ Thị Ánh", "19620415"), (line.ClaimCode, line.LineNumber, line.ServiceCode, line.PatientName, line.BirthDate));
        Assert.Equal(("Bình thường <b>", "Phổi sáng", "BS7"), (line.Conclusion, line.Description, line.Reader));
    }

    [Fact]
    public void The_envelope_is_opened()
    {
        var inner = Convert.ToBase64String(Encoding.UTF8.GetBytes(Tables));
        var line = Assert.Single(Read($"<GIAMDINHHS><HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{inner}</NOIDUNGFILE></FILEHOSO></HOSO></GIAMDINHHS>").Lines).Line;
        Assert.Equal(("LK01", "BS7"), (line.ClaimCode, line.Reader));
    }

    [Fact]
    public void The_api_sends_the_same_fields()
    {
        var line = Assert.Single(Read("""{"lines":[{"MA_LK":"LK1","MA_DICH_VU":"18.1","SO_LUONG":2,"other":{"a":[1]}}]}""").Lines).Line;
        Assert.Equal(("LK1", 2m), (line.ClaimCode, line.Quantity));
    }

    public static TheoryData<string, ClaimRefusalReason> Hostile => new()
    {
        { "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><TONG_HOP><MA_LK>&x;</MA_LK></TONG_HOP>", ClaimRefusalReason.BrokenXml },
        { "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><TONG_HOP><MA_LK>&b;</MA_LK></TONG_HOP>", ClaimRefusalReason.BrokenXml },
        { string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100)), ClaimRefusalReason.BrokenXml },
        { "<TONG_HOP>" + string.Concat(Enumerable.Repeat("<a>", 100)), ClaimRefusalReason.BrokenXml },
        { "<TONG_HOP><MA_LK>1</MA_LK>", ClaimRefusalReason.BrokenXml },
        { "<GIAMDINHHS><NOIDUNGFILE>no base 64 at all!</NOIDUNGFILE></GIAMDINHHS>", ClaimRefusalReason.BrokenBase64 },
        { "HO_TEN;MA_DICH_VU\nA;18.1", ClaimRefusalReason.NoClaimColumn },
        { "MA_LK\n\"" + new string('x', 30_000), ClaimRefusalReason.TooLong },
        { new string(';', 400), ClaimRefusalReason.TooMuch },
        { "{\"lines\":" + new string('[', 50), ClaimRefusalReason.Unreadable },
        { "", ClaimRefusalReason.Empty },
        { "   \r\n ", ClaimRefusalReason.Empty },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_or_broken_file_is_refused_whole_and_says_why(string text, ClaimRefusalReason reason)
    {
        var result = Read(text);
        Assert.Empty(result.Lines);
        Assert.Equal(reason, Assert.Single(result.Refusals).Reason);
    }

    [Fact]
    public void An_envelope_in_an_envelope_is_not_opened_again()
    {
        var text = Tables;
        for (var level = 0; level < 3; level++)
            text = $"<GIAMDINHHS><NOIDUNGFILE>{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}</NOIDUNGFILE></GIAMDINHHS>";
        Assert.Empty(Read(text).Lines);
    }

    [Fact]
    public void More_than_allowed_is_refused_whole()
    {
        var few = new ClaimOptions { MaxLines = 3, MaxFileBytes = 2048 };
        Assert.Equal(ClaimRefusalReason.TooMuch, Assert.Single(Read("LK1\nLK2\nLK3\nLK4", few).Refusals).Reason);
        Assert.Equal(ClaimRefusalReason.TooMuch, Assert.Single(Read(new string('x', 3000), few).Refusals).Reason);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Whatever_is_cut_or_changed_never_throws(string text, ClaimRefusalReason reason)
    {
        _ = reason;
        var random = new Random(7);
        foreach (var source in new[] { text, Tables, $"{Header}\n{Line}" })
        {
            for (var round = 0; round < 40; round++)
            {
                var bytes = Encoding.UTF8.GetBytes(source[..random.Next(Math.Min(source.Length, 4000) + 1)]);
                for (var change = 0; change < 3 && bytes.Length > 0; change++)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                var result = Read(bytes);
                Assert.All(result.Lines, one => Assert.NotEmpty(one.Line.ClaimCode));
            }
        }
    }

    private static ClaimReadingResult Read(string text, ClaimOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    private static ClaimReadingResult Read(byte[] bytes, ClaimOptions? options = null) => new ClaimReading(options ?? new ClaimOptions()).Read([bytes]);

    private static byte[] Encode(string text, string encoding) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8-mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        "utf-16-be-mark" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
        "utf-16-no-mark" => Encoding.Unicode.GetBytes(text),
        // the code page knows base letters with their hook or circumflex, and tone marks as letters of their own
        _ => CodePagesEncodingProvider.Instance.GetEncoding(1258)!.GetBytes(Cp1258(text)),
    };

    /// <summary>Takes apart what the code page has no letter for: a tone mark goes after its letter.</summary>
    private static string Cp1258(string text)
    {
        var page = CodePagesEncodingProvider.Instance.GetEncoding(1258, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        var result = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            var letter = rune.ToString();
            try
            {
                page.GetBytes(letter);
                result.Append(letter);
            }
            catch (EncoderFallbackException)
            {
                var apart = letter.Normalize(NormalizationForm.FormD);
                // base and its first mark (circumflex, horn, breve) together, tone last; a dot below sorts before a circumflex
                var tone = apart.First(mark => mark is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323');
                result.Append(string.Concat(apart.Where(mark => mark != tone)).Normalize(NormalizationForm.FormC)).Append(tone);
            }
        }

        return result.ToString();
    }
}

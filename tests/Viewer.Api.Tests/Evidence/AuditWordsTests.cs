using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Evidence;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api.Tests.Evidence;

/// <summary>The audit trail in the reader's language.</summary>
public sealed class AuditWordsTests
{
    /// <summary>What a place with a capital may hold; a new kind of place belongs here.</summary>
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["Role"] = Enum.GetNames<Role>(), ["Audience"] = Enum.GetNames<LinkAudience>(), ["Permission"] = Enum.GetNames<LinkPermission>(), ["Purpose"] = Enum.GetNames<LinkPurpose>(),
        ["Basis"] = Enum.GetNames<LinkBasis>(), ["ClaimState"] = Enum.GetNames<ClaimState>(), ["ReportOrigin"] = Enum.GetNames<ReportOrigin>(),
        ["Level"] = [.. Enum.GetNames<QueryLevel>(), "PATIENT", "STUDY", "SERIES", "IMAGE"], ["Keeping"] = ["standard", "accident", "psychiatric", "death"],
    };

    [Theory]
    [InlineData(Language.Vi)]
    [InlineData(Language.En)]
    public void Every_form_that_is_recorded_has_words(Language language)
    {
        var texts = Texts.In(language);
        Assert.All(AuditForms.All, form =>
        {
            Assert.Contains($"Recorded{form.Name}", texts.Keys);
            var shown = AuditWords.Of(texts, form.With([.. form.Places.Select(Example)]).Text);

            Assert.DoesNotContain('{', shown);
            Assert.All(form.Places, place => Assert.Contains(Seen(texts, place), shown, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_word_of_a_set_is_known_in_both_languages() =>
        Assert.All(AuditForms.All.SelectMany(form => form.Places).Where(place => char.IsAsciiLetterUpper(place[0])).Distinct(), place =>
            Assert.All(Words[place], word => Assert.Contains($"{place}{char.ToUpperInvariant(word[0])}{word[1..]}", Texts.In(Language.Vi).Keys)));

    [Theory]
    [InlineData("expires 2026-12-31T16:59:59.0000000Z; Patient; View; OwnCopy; PatientRequest",
        "Hết hạn 31/12/2026 23:59. Dành cho: Người bệnh. Được phép: Xem ảnh có dấu chìm. Mục đích: Người bệnh giữ. Căn cứ: Người bệnh yêu cầu",
        "Valid until 31/12/2026 23:59. For: Patient. Permits: Look at pictures, with a watermark. Purpose: The patient's own copy. By what right: The patient asks for it")]
    [InlineData("expires 2026-12-31T16:59:59.0000000Z", "Hết hạn 31/12/2026 23:59", "Valid until 31/12/2026 23:59")]
    [InlineData("claims, 50 lines", "50 dòng hồ sơ", "50 claim lines")]
    [InlineData("claims, 1 lines", "1 dòng hồ sơ", "1 claim line")]
    [InlineData("study list", "Danh sách ca chụp", "List of studies")]
    [InlineData("claim MA 7, 18.0001.0001: Accepted", "Hồ sơ MA 7, dịch vụ 18.0001.0001: Chấp nhận", "Claim MA 7, service 18.0001.0001: Accepted")]
    [InlineData("compressed without loss to 1.2.840.10008.1.2.4.201: 2097152 to 1048576 bytes",
        "Nén không mất dữ liệu, từ 2 MB còn 1 MB (cú pháp truyền 1.2.840.10008.1.2.4.201)", "Compressed without loss, from 2 MB to 1 MB (transfer syntax 1.2.840.10008.1.2.4.201)")]
    [InlineData("account lan created as Superuser", "Thêm tài khoản lan: Superuser", "Account lan added: Superuser")]
    [InlineData("a line from elsewhere", "a line from elsewhere", "a line from elsewhere")]
    [InlineData(null, "", "")]
    public void What_was_recorded_is_said_in_the_readers_language(string? recorded, string vietnamese, string english) =>
        Assert.Equal((vietnamese, english), (AuditWords.Of(Texts.In(Language.Vi), recorded), AuditWords.Of(Texts.In(Language.En), recorded)));

    [Theory]
    [InlineData("link:abc", "Link abc")]
    [InlineData("anonymous", "Unknown visitor")]
    [InlineData("idle", "The gateway")]
    [InlineData("bs.minh", "bs.minh")]
    public void Who_did_it_is_named(string actor, string shown) => Assert.Equal(shown, AuditWords.Actor(Texts.In(Language.En), actor));

    private static object Example(string place) => place switch
    {
        "count" => 7,
        "bytes" => 2048,
        "time" or "day" => new DateTimeOffset(2026, 12, 25, 12, 0, 0, TimeSpan.FromHours(7)),
        "uid" => new Uid("1.2.840.3"),
        "name" or "text" => "x7",
        _ => Words[place][0],
    };

    private static string Seen(Texts texts, string place) => place switch
    {
        "count" => "7",
        "bytes" => "2 KB",
        "time" => "25/12/2026 12:00",
        "day" => "25/12/2026",
        "uid" => "1.2.840.3",
        "name" or "text" => "x7",
        _ => texts[$"{place}{char.ToUpperInvariant(Words[place][0][0])}{Words[place][0][1..]}"],
    };
}

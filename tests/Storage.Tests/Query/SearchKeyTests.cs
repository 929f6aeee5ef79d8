using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Tests.Query;

public sealed class SearchKeyTests
{
    [Theory]
    [InlineData("NGUYỄN^VĂN^AN", "nguyen van an")]
    [InlineData("Đặng Đình Đức", "dang dinh duc")]
    [InlineData("NGUYE\u0302\u0303N  VA\u0306N", "nguyen van")] // decomposed, as some consoles write
    [InlineData("  Trần__Thị.Bình ,", "tran thi binh")]
    [InlineData("LÊ^^THỊ^^", "le thi")]
    [InlineData("Yamada^Tarou=山田^太郎=やまだ^たろう", "yamada tarou=山田 太郎=やまた たろう")] // the voicing mark is a mark too
    [InlineData("김^희중", "김 희중")]
    [InlineData("O'Brien-Smith", "o'brien-smith")]
    [InlineData("NGUYỄN*", "nguyen*")]
    [InlineData("", "")]
    public void Names_fold_to_their_key(string name, string key) => Assert.Equal(key, SearchKey.Of(name));

    [Fact]
    public void Half_a_surrogate_pair_is_no_accident() => Assert.Equal("a\uFFFDb", SearchKey.Of("A\uD83DB"));

    [Fact]
    public void A_key_folds_to_itself()
    {
        foreach (var name in new[] { "NGUYỄN^VĂN^AN", "Ünsal^Çağ", "Ærø", "Yamada^Tarou=山田^太郎", "Ивáнов^Йод", "김^희중" })
            Assert.Equal(SearchKey.Of(name), SearchKey.Of(SearchKey.Of(name)));
    }

    [Theory]
    [InlineData("BN-001/2026", "bn0012026")]
    [InlineData(" DN 4 01 01 234 567 89 ", "dn4010123456789")]
    [InlineData("---", "")]
    public void Identifiers_fold_to_letters_and_digits(string text, string key) => Assert.Equal(key, SearchKey.OfIdentifier(text));
}

using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Values;

public class PersonNameTests
{
    [Theory]
    [InlineData("NGUYỄN VĂN AN", "NGUYỄN VĂN AN", "NGUYỄN VĂN AN")]
    [InlineData("Nguyễn^An^Văn", "Nguyễn An Văn", "Nguyễn Văn An")]
    [InlineData("Nguyễn^Văn An", "Nguyễn Văn An", "Nguyễn Văn An")]
    [InlineData("Kovács^Zoë^M.^Dr.^PhD", "Dr. Kovács Zoë M. PhD", "Dr. Kovács M. Zoë PhD")]
    [InlineData("=王^小東=", "王 小東", "王 小東")]
    [InlineData("^^^^", "", "")]
    [InlineData("  Trần   Thị^ Mai ", "Trần Thị Mai", "Trần Thị Mai")]
    public void Names_are_shown_in_one_line(string value, string shown, string vietnamese)
    {
        var name = new PersonName(value);
        Assert.Equal((shown, vietnamese, shown.Length == 0), (name.ToString(), name.ToVietnamese(), name.IsEmpty));
    }

    [Fact]
    public void Groups_and_components_are_told_apart()
    {
        var name = new PersonName("Wang^XiaoDong=王^小東=おう^しょうとう");
        Assert.Equal(("Wang^XiaoDong", "王^小東", "おう^しょうとう"), (name.Alphabetic, name.Ideographic, name.Phonetic));
        Assert.Equal(("Wang", "XiaoDong", "", "", ""), (name.FamilyName, name.GivenName, name.MiddleName, name.Prefix, name.Suffix));
        Assert.True(default(PersonName).IsEmpty);
        Assert.Equal("", default(PersonName).ToString());
    }

    [Fact]
    public void A_made_name_holds_no_delimiters_but_its_own() =>
        Assert.Equal("Nguyễn^An B^Văn", PersonName.Of("Nguyễn", "An=B", "Văn ").Value);
}

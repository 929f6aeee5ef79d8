using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Encoding;

public class CharacterSetTests
{
    public static TheoryData<string, string, string, string> Expected
    {
        get
        {
            var rows = new TheoryData<string, string, string, string>();
            if (!Corpus.IsPresent)
                rows.Add("no corpus beside the checkout: CORPUS_DIR is not set", "00100010", string.Empty, "strict");
            foreach (var fields in !Corpus.IsPresent ? [] : File.ReadLines(Corpus.PathOf("expected/charset.tsv")).Skip(1).Select(l => l.Split('\t')))
                rows.Add(fields[0], fields[1], fields[2], fields[3]);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Text_of_the_corpus_reads_as_expected(string path, string at, string expected, string reading)
    {
        if (!Corpus.IsPresent)
            return;
        var bytes = CorpusFile.Of(path).Bytes;
        FileMetaInformation.TryRead(bytes, true, out var meta);
        var dataSet = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta!.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid)).DataSet;
        var steps = at.Split('/');
        for (var i = 0; i + 2 < steps.Length; i += 2)
            dataSet = dataSet.GetItems(TagOf(steps[i]))[int.Parse(steps[i + 1], System.Globalization.CultureInfo.InvariantCulture) - 1];
        var element = dataSet[TagOf(steps[^1])]!;
        if (reading == "lenient-if-configured-as-windows-1258" && TextFallbacks.TryGet("windows-1258", out var fallback))
            (dataSet, element) = (dataSet.ReadWith(fallback), dataSet.ReadWith(fallback)[TagOf(steps[^1])]!);
        var mode = reading == "strict" ? TextReading.Strict : TextReading.Lenient;
        var values = TextValue.Decode(element.Span, element.VR, CharacterSet.Of(dataSet), mode);
        Assert.Equal(expected.TrimEnd('='), string.Join('\\', values).TrimEnd('=').Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
        if (mode == TextReading.Lenient)
            Assert.Equal(values[0], dataSet.GetString(element.Tag));
    }

    [Theory]
    [InlineData("ISO_IR 192", "Nguyễn^Thị Hương Giang")]
    [InlineData("ISO_IR 100", "Müller^Jürgen")]
    [InlineData("ISO_IR 144", "Иванов^Пётр")]
    [InlineData("GB18030", "乗^俓")]
    [InlineData("GBK", "刓匼")]
    [InlineData("ISO_IR 13", "ﾔﾏﾀﾞ^ﾀﾛｳ")]
    [InlineData("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData("\\ISO 2022 IR 87\\ISO 2022 IR 159", "Test=丂^山")]
    [InlineData("\\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData("\\ISO 2022 IR 58", "Zhang^XiaoDong=张^小东")]
    [InlineData("ISO 2022 IR 100\\ISO 2022 IR 144", "Müller^Дмитрий")]
    public void What_is_set_is_read_back(string characterSet, string text)
    {
        var dataSet = new DataSet();
        dataSet.Set(new DataElement(Tags.SpecificCharacterSet, VR.CS, System.Text.Encoding.ASCII.GetBytes(characterSet)));
        dataSet.SetString(Tags.PatientName, text);
        Assert.Equal(text, dataSet.GetString(Tags.PatientName));
        Assert.Equal(0, dataSet[Tags.PatientName]!.Bytes.Length % 2);
        Assert.True(CharacterSet.Of(characterSet).CanEncode(text));
    }

    [Fact]
    public void A_standard_example_is_written_with_the_standards_bytes()
    {
        // PS3.5 H.3.1: Yamada^Tarou=<ESC>$B;3ED<ESC>(B^<ESC>$BB@O:<ESC>(B=...
        var bytes = CharacterSet.Of("\\ISO 2022 IR 87").Encode("Yamada^Tarou=山田^太郎");
        Assert.Equal("59616D6164615E5461726F753D" + "1B24423B3345441B2842" + "5E" + "1B244242404F3A1B2842", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Text_that_no_set_covers_is_refused_or_replaced()
    {
        Assert.Throws<ArgumentException>(() => new DataSet().SetString(Tags.PatientName, "Đỗ"));
        Assert.Equal("?", CharacterSet.Of("ISO_IR 144").Decode(CharacterSet.Of("ISO_IR 144").Encode("ễ")));
        Assert.False(CharacterSet.Of("ISO_IR 144").CanEncode("ễ"));
    }

    private static Tag TagOf(string hex) => Tag.TryParse(hex, out var tag) ? tag : throw new ArgumentException(hex);
}

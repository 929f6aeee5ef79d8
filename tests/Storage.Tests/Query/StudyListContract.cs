using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Query;

public abstract class StudyListContract : IndexContract
{
    [Theory]
    [InlineData("nguyen")]
    [InlineData("an nguyễn")]
    [InlineData("NGUYEN VAN AN")]
    [InlineData("ng v a")]
    [InlineData("BN-001")]
    [InlineData("bn001")]
    [InlineData("001204001234")] // CCCD
    [InlineData("0012040")]
    [InlineData("DN4010123456789")] // insurance card
    [InlineData("dt-2026-77")] // treatment code
    [InlineData("ACC-1.2.3")]
    [InlineData("nguyen 001204001234")]
    [InlineData("1.2.3.1.1.5.6")]
    [InlineData("1.2.3.1.1.5.6.1")] // a series
    [InlineData("1.2.3.1.1.5.6.1.1")] // an instance
    [InlineData("")]
    [InlineData("   ")]
    public async Task The_box_finds(string text)
    {
        await PublishAsync();
        Assert.Contains(await Archive.Studies.SearchAsync(new StudyListQuery { Text = text }, default), study => study.StudyInstanceUid.Value == "1.2.3.1.1.5.6");
    }

    [Theory]
    [InlineData("guyen")]
    [InlineData("nguyen binh")]
    [InlineData("001204001235")]
    [InlineData("nguyen BN002")]
    [InlineData("1.2.3.1.1.5.7")]
    [InlineData("%")]
    [InlineData("'; drop table studies; --")]
    public async Task The_box_does_not_find(string text)
    {
        await PublishAsync();
        Assert.DoesNotContain(await Archive.Studies.SearchAsync(new StudyListQuery { Text = text }, default), study => study.StudyInstanceUid.Value == "1.2.3.1.1.5.6");
    }

    [Fact]
    public async Task Dates_and_modality_restrict()
    {
        await PublishAsync();
        async Task<int> CountAsync(StudyListQuery query) => (await Archive.Studies.SearchAsync(query, default)).Count;

        Assert.Equal(1, await CountAsync(new StudyListQuery { From = new DateOnly(2026, 11, 20), To = new DateOnly(2026, 11, 20) }));
        Assert.Equal(2, await CountAsync(new StudyListQuery { From = new DateOnly(2026, 11, 20) }));
        Assert.Equal(0, await CountAsync(new StudyListQuery { To = new DateOnly(2026, 11, 19) }));
        Assert.Equal(1, await CountAsync(new StudyListQuery { Modality = "us" }));
        Assert.Equal(0, await CountAsync(new StudyListQuery { Modality = "MG" }));
        Assert.Equal(0, await CountAsync(new StudyListQuery { Text = "nguyen", Modality = "US" }));
    }

    [Fact]
    public async Task Newest_first_and_page_by_page()
    {
        await PublishAsync();

        var all = await Archive.Studies.SearchAsync(new StudyListQuery(), default);
        Assert.Equal(["1.2.9", "1.2.3.1.1.5.6"], all.Select(study => study.StudyInstanceUid.Value));
        Assert.Equal("1.2.3.1.1.5.6", Assert.Single(await Archive.Studies.SearchAsync(new StudyListQuery { Offset = 1, Limit = 1 }, default)).StudyInstanceUid.Value);
    }

    [Fact]
    public async Task Images_are_the_frames_of_all_objects_and_notes_are_none()
    {
        await Archive.PublishAsync(
            TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1"), TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.2") with { NumberOfFrames = 30 },
            TestInstances.Of("1.2.3", "1.2.3.2", "1.2.3.2.1", header => header.SetString(Tags.SOPClassUID, Uids.KeyObjectSelectionDocumentStorage.Value)) with { NumberOfFrames = 0 });

        var study = await Archive.Studies.FindAsync(new Uid("1.2.3"), default);

        Assert.Equal((3, 31), (study!.NumberOfInstances, study.NumberOfImages));
        Assert.Equal(31, Assert.Single(await Archive.Studies.SearchAsync(new StudyListQuery(), default)).NumberOfImages);
    }

    // Far more words than a posting has bits for them, some of them in every other name, and words that begin others.
    [Fact]
    public async Task Any_words_of_any_names_are_found_and_nothing_else()
    {
        var random = new Random(11);
        var words = Enumerable.Range(0, 150).Select(number => $"w{"aeou"[number % 4]}{"bcdf"[number / 4 % 4]}{"aeou"[number / 16 % 4]}{"bcdf"[number / 64]}"[..(number < 16 ? 3 : 5)]).ToArray();
        string Word() => words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))];
        var names = Enumerable.Range(0, 400).Select(_ => $"{Word()} {Word()} {Word()}").ToArray();
        await Archive.PublishAsync([.. names.Select((name, number) => TestInstances.Study($"1.2.8.{number}", header => header
            .SetString(Tags.PatientName, name).SetString(Tags.PatientID, $"BN{number}").SetString(Tags.StudyTime, $"{number % 24:00}0000")))]);

        for (var round = 0; round < 60; round++)
        {
            var name = names[random.Next(names.Length)].Split(' ');
            random.Shuffle(name);
            var asked = name.Take(1 + (round % 3)).Select(word => word[..random.Next(2, word.Length + 1)]).ToArray();
            var expected = names.Select((all, number) => (Words: all.Split(' '), Study: $"1.2.8.{number}"))
                .Where(one => asked.All(begin => one.Words.Any(word => word.StartsWith(begin, StringComparison.Ordinal)))).Select(one => one.Study);

            var found = await Archive.Studies.SearchAsync(new StudyListQuery { Text = string.Join(' ', asked), Limit = 1000 }, default);

            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Select(study => study.StudyInstanceUid.Value).Order(StringComparer.Ordinal));
            Assert.Equal(found.Select(study => study.StudyTime).OrderDescending(), found.Select(study => study.StudyTime));
        }
    }

    private Task<List<PublishOutcome>> PublishAsync() => Archive.PublishAsync(
        TestInstances.Of("1.2.3.1.1.5.6", "1.2.3.1.1.5.6.1", "1.2.3.1.1.5.6.1.1", header => header
            .SetString(Tags.AccessionNumber, "ACC-1.2.3").SetString(Tags.AdmissionID, "DT-2026-77").SetString(Tags.OtherPatientIDs, "001204001234")
            .SetItems(Tags.OtherPatientIDsSequence, new DataSet().SetString(Tags.PatientID, "DN4010123456789"))),
        TestInstances.Study("1.2.9", header => header
            .SetString(Tags.PatientName, "TRẦN^THỊ^BÌNH").SetString(Tags.PatientID, "BN002").SetString(Tags.Modality, "US").SetString(Tags.StudyDate, "20261121")));
}

using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Tests.Index;

namespace ImagingGateway.Storage.Tests.Query;

/// <summary>PS3.4 C.2.2.2 and C.4.1, PS3.18 10.6, on both databases.</summary>
public abstract class SearchContract : IndexContract
{
    [Theory]
    [InlineData("NGUYỄN^VĂN^AN", true)]
    [InlineData("nguyen van an", true)] // names match without regard to case, accents and carets
    [InlineData("NGUYEN^VAN^AN^^", true)]
    [InlineData("NGUYEN*", true)]
    [InlineData("*văn*", true)]
    [InlineData("*an", true)]
    [InlineData("NGUY?N VAN*", true)]
    [InlineData("NGUYEN", false)] // single value matching is of the whole name
    [InlineData("VAN*", false)]
    [InlineData("AN^VAN^NGUYEN", false)]
    [InlineData("NGUYEN%*", false)]
    [InlineData("%", false)]
    public Task Names_match(string pattern, bool expected) => MatchesAsync(Tags.PatientName, pattern, expected);

    [Theory]
    [InlineData("an nguyen", true)]
    [InlineData("ng va a", true)]
    [InlineData("an nguyenx", false)]
    [InlineData("guyen", false)]
    public async Task Fuzzy_names_match_word_beginnings_in_any_order(string name, bool expected)
    {
        await PublishAsync();
        var found = await Archive.FindAsync(Query(QueryLevel.Study, (Tags.PatientName, name)) with { FuzzyMatching = true });
        Assert.Equal(expected, found.Count == 1);
    }

    [Theory]
    [InlineData("20261120", true)]
    [InlineData("20261101-20261130", true)]
    [InlineData("-20261120", true)]
    [InlineData("20261121-", false)]
    [InlineData("2026.11.20", true)]
    [InlineData("20261119", false)]
    [InlineData("*", true)]
    [InlineData("", true)]
    public Task Dates_match(string value, bool expected) => MatchesAsync(Tags.StudyDate, value, expected);

    [Theory]
    [InlineData("10", true)]
    [InlineData("1015", true)]
    [InlineData("101530", true)]
    [InlineData("1000-1020", true)]
    [InlineData("-1014", false)]
    [InlineData("1015-", true)]
    [InlineData("101530.5-", false)]
    public Task Times_match(string value, bool expected) => MatchesAsync(Tags.StudyTime, value, expected);

    [Theory]
    [InlineData("ACC-1.2.3", true)]
    [InlineData("ACC*", true)]
    [InlineData("acc-1.2.3", false)] // case-sensitive, C.2.2.2.1
    [InlineData("ACC_1.2.3", false)] // SQL's own wildcards mean nothing
    [InlineData("ACC-1.2.%", false)]
    [InlineData("ACC-1.2.?", true)]
    [InlineData("X\\ACC-1.2.3", true)]
    [InlineData("' or 1=1 --", false)]
    public Task Accession_numbers_match(string value, bool expected) => MatchesAsync(Tags.AccessionNumber, value, expected);

    [Theory]
    [InlineData("CT", true)]
    [InlineData("MR\\CT", true)]
    [InlineData("C*", true)]
    [InlineData("MR", false)]
    [InlineData("C", false)]
    public async Task Modalities_in_study_match(string value, bool expected)
    {
        await MatchesAsync(Tags.ModalitiesInStudy, value, expected);
        Assert.Equal(expected, (await Archive.FindAsync(Query(QueryLevel.Study, (Tags.Modality, value)))).Count == 1);
    }

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("1.9\\1.2.3", true)]
    [InlineData("1.9,1.2.3", true)]
    [InlineData("1.2", false)]
    public Task Lists_of_UIDs_match(string value, bool expected) => MatchesAsync(Tags.StudyInstanceUID, value, expected);

    [Fact]
    public async Task Every_standard_key_of_every_level_matches_and_refuses()
    {
        await PublishAsync(header => header.SetString(Tags.ReferringPhysicianName, "LÊ^THỊ^BÌNH").SetString(Tags.PerformedProcedureStepStartDate, "20261120")
            .SetString(Tags.PerformedProcedureStepStartTime, "1016").SetItems(Tags.RequestAttributesSequence, new DataSet()
                .SetString(Tags.ScheduledProcedureStepID, "SPS1").SetString(Tags.RequestedProcedureID, "RP1")));
        (Tag Key, string Yes, string No, QueryLevel Level)[] keys =
        [
            (Tags.StudyDate, "20261120", "20261121", QueryLevel.Study), (Tags.StudyTime, "101530", "101531", QueryLevel.Study),
            (Tags.AccessionNumber, "ACC-1.2.3", "ACC", QueryLevel.Study), (Tags.ModalitiesInStudy, "CT", "MR", QueryLevel.Study),
            (Tags.ReferringPhysicianName, "le thi*", "le van*", QueryLevel.Study), (Tags.PatientName, "nguyen*", "tran*", QueryLevel.Study),
            (Tags.PatientID, "BN001", "BN002", QueryLevel.Study), (Tags.StudyInstanceUID, "1.2.3", "1.2.9", QueryLevel.Study), (Tags.StudyID, "S1", "S2", QueryLevel.Study),
            (Tags.Modality, "CT", "MR", QueryLevel.Series), (Tags.SeriesInstanceUID, "1.2.3.1", "1.2.3.2", QueryLevel.Series), (Tags.SeriesNumber, "01", "2", QueryLevel.Series),
            (Tags.PerformedProcedureStepStartDate, "20261120", "20261121", QueryLevel.Series), (Tags.PerformedProcedureStepStartTime, "1016", "1017", QueryLevel.Series),
            (Tags.ScheduledProcedureStepID, "SPS1", "SPS2", QueryLevel.Series), (Tags.RequestedProcedureID, "RP*", "X*", QueryLevel.Series),
            (Tags.SOPClassUID, Uids.CTImageStorage.Value, Uids.MRImageStorage.Value, QueryLevel.Instance), (Tags.SOPInstanceUID, "1.2.3.1.1", "1.2.3.1.2", QueryLevel.Instance),
            (Tags.InstanceNumber, "1", "2", QueryLevel.Instance),
        ];
        foreach (var (key, yes, no, level) in keys)
        {
            for (var at = level; at <= QueryLevel.Instance; at++)
            {
                Assert.True((await Archive.FindAsync(Query(at, (key, yes)))).Count == 1, $"{key} '{yes}' at {at}");
                Assert.True((await Archive.FindAsync(Query(at, (key, no)))).Count == 0, $"{key} '{no}' at {at}");
            }
        }
    }

    [Fact]
    public async Task Attributes_without_an_index_match_too()
    {
        await PublishAsync(header => header.SetString(Tags.PatientAge, "046Y").SetString(Tags.KVP, "120").SetString(Tags.AcquisitionDateTime, "20261120101531.5+0700"));

        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Study, (Tags.PatientAge, "046Y"))));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Study, (Tags.PatientAge, "047Y"))));
        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Instance, (Tags.StudyInstanceUID, "1.2.3"), (Tags.KVP, "120.0"))));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Instance, (Tags.StudyInstanceUID, "1.2.3"), (Tags.KVP, "80"))));
        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Instance, (Tags.StudyInstanceUID, "1.2.3"), (Tags.AcquisitionDateTime, "20261120031531+0000-20261120031532+0000"))));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Instance, (Tags.StudyInstanceUID, "1.2.3"), (Tags.AcquisitionDateTime, "20261120101532+0700-"))));
    }

    [Fact]
    public async Task Date_and_time_are_one_range_when_asked()
    {
        await PublishAsync();
        var query = Query(QueryLevel.Study, (Tags.StudyDate, "20261119-20261121"), (Tags.StudyTime, "1200-0900"));

        Assert.Empty(await Archive.FindAsync(query));
        Assert.Single(await Archive.FindAsync(query with { CombinedDateTime = true }));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Study, (Tags.StudyDate, "20261120-20261121"), (Tags.StudyTime, "1200-0900")) with { CombinedDateTime = true }));
    }

    [Fact]
    public async Task Answers_hold_what_was_asked_in_UTF8_and_the_rest_empty()
    {
        await PublishAsync();
        await Archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.2", "1.2.3.2.1", header => header.SetString(Tags.Modality, "SR").SetString(Tags.SOPClassUID, Uids.BasicTextSRStorage.Value)));

        var answer = Assert.Single(await Archive.FindAsync(Query(QueryLevel.Study) with
        {
            ReturnKeys =
            [
                Tags.PatientName, Tags.StudyDescription, Tags.ModalitiesInStudy, Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances,
                Tags.NumberOfPatientRelatedStudies, Tags.InstanceAvailability, Tags.SOPClassesInStudy, Tags.PatientComments, Tags.ProcedureCodeSequence,
            ],
        }));

        Assert.Equal("ISO_IR 192", answer.GetString(Tags.SpecificCharacterSet));
        Assert.Equal("NGUYỄN^VĂN^AN", answer.GetString(Tags.PatientName));
        Assert.Equal("Sọ não", answer.GetString(Tags.StudyDescription));
        Assert.Equal(["CT", "SR"], answer.GetStrings(Tags.ModalitiesInStudy));
        Assert.Equal("2", answer.GetString(Tags.NumberOfStudyRelatedSeries));
        Assert.Equal("2", answer.GetString(Tags.NumberOfStudyRelatedInstances));
        Assert.Equal("1", answer.GetString(Tags.NumberOfPatientRelatedStudies));
        Assert.Equal("ONLINE", answer.GetString(Tags.InstanceAvailability));
        Assert.Equal("1.2.3", answer.GetString(Tags.StudyInstanceUID));
        Assert.Equal(2, answer.GetStrings(Tags.SOPClassesInStudy).Count);
        Assert.True(answer[Tags.PatientComments]!.IsEmpty);
        Assert.True(answer[Tags.ProcedureCodeSequence]!.IsEmpty);
        Assert.Equal(VR.SQ, answer[Tags.ProcedureCodeSequence]!.VR);
    }

    [Fact]
    public async Task Instance_answers_know_columns_and_kept_attributes()
    {
        await PublishAsync(header => header.SetString(Tags.KVP, "120"));

        var answer = Assert.Single(await Archive.FindAsync(Query(QueryLevel.Instance) with
        {
            ReturnKeys = [Tags.Rows, Tags.NumberOfFrames, Tags.KVP, Tags.AvailableTransferSyntaxUID, Tags.PatientName, Tags.SeriesNumber],
        }));

        Assert.Equal(512, answer.GetInteger(Tags.Rows));
        Assert.Equal("1", answer.GetString(Tags.NumberOfFrames));
        Assert.Equal("120", answer.GetString(Tags.KVP));
        Assert.Equal(Uids.ExplicitVRLittleEndian.Value, answer.GetString(Tags.AvailableTransferSyntaxUID));
        Assert.Equal("NGUYỄN^VĂN^AN", answer.GetString(Tags.PatientName));
        Assert.Equal("1.2.3.1.1", answer.GetString(Tags.SOPInstanceUID));
    }

    [Fact]
    public async Task Everything_means_everything_of_the_level()
    {
        await PublishAsync(header => header.SetString(Tags.KVP, "120"));

        var study = Assert.Single(await Archive.FindAsync(Query(QueryLevel.Study) with { ReturnAll = true }));
        var instance = Assert.Single(await Archive.FindAsync(Query(QueryLevel.Instance) with { ReturnAll = true }));

        Assert.Equal("19800102", study.GetString(Tags.PatientBirthDate));
        Assert.False(study.Contains(Tags.KVP));
        Assert.False(study.Contains(Tags.SeriesNumber));
        Assert.Equal("120", instance.GetString(Tags.KVP));
        Assert.Equal("19800102", instance.GetString(Tags.PatientBirthDate));
    }

    [Fact]
    public async Task Patients_are_found_once_with_their_counts()
    {
        await Archive.PublishAsync(
            TestInstances.Study("1.2.3", _ => { }), TestInstances.Study("1.2.4", _ => { }), TestInstances.Study("1.2.5", header => header.SetString(Tags.PatientID, "BN002")));

        var found = await Archive.FindAsync(Query(QueryLevel.Patient, (Tags.PatientName, "nguyen*")) with { ReturnKeys = [Tags.NumberOfPatientRelatedStudies, Tags.NumberOfPatientRelatedInstances] });

        Assert.Equal(["BN001 2", "BN002 1"], found.Select(one => $"{one.GetString(Tags.PatientID)} {one.GetString(Tags.NumberOfPatientRelatedStudies)}").Order());
        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Patient, (Tags.PatientID, "BN002"))));
        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Patient, (Tags.StudyInstanceUID, "1.2.5"))));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Patient, (Tags.PatientName, "tran*"))));
    }

    [Fact]
    public async Task Newest_comes_first_and_pages_fit_together()
    {
        await Archive.PublishAsync([.. Enumerable.Range(1, 250).Select(number =>
            TestInstances.Study($"1.2.{number}", header => header.SetString(Tags.StudyDate, $"2026{(number % 12) + 1:00}{(number % 28) + 1:00}")))]);

        foreach (var level in new[] { QueryLevel.Study, QueryLevel.Series, QueryLevel.Instance })
        {
            var all = await Archive.FindAsync(Query(level) with { ReturnKeys = [Tags.StudyDate] });
            Assert.Equal(250, all.Select(one => one.GetString(Tags.StudyInstanceUID)).Distinct().Count());
            Assert.Equal(all.Select(one => one.GetString(Tags.StudyDate)).OrderDescending(StringComparer.Ordinal), all.Select(one => one.GetString(Tags.StudyDate)));
            var some = await Archive.FindAsync(Query(level) with { Offset = 95, Limit = 120 });
            Assert.Equal(all.Skip(95).Take(120).Select(one => one.GetString(Tags.StudyInstanceUID)), some.Select(one => one.GetString(Tags.StudyInstanceUID)));
            // Whoever leaves gets no more, although the next page is being read already.
            await foreach (var one in Archive.Search.SearchAsync(Query(level), default))
                break;
        }
    }

    [Fact]
    public async Task Frequent_names_are_read_newest_first_too()
    {
        // More than are counted before a name is called frequent, and enough beside them that they must be picked.
        await Archive.PublishAsync([.. Enumerable.Range(1, 3_500).Select(number => TestInstances.Study($"1.2.{number}", header => header
            .SetString(Tags.StudyDate, $"20{10 + (number % 16)}{(number % 12) + 1:00}{(number % 28) + 1:00}")
            .SetString(Tags.PatientName, number % 10 == 0 ? "TRẦN^THỊ^B" : "NGUYỄN^VĂN^AN")))]);

        foreach (var pattern in new[] { "NGUYEN*", "*AN", "nguyen van an", "ngu*" })
        {
            var found = await Archive.FindAsync(Query(QueryLevel.Study, (Tags.PatientName, pattern)) with { ReturnKeys = [Tags.StudyDate] });
            Assert.Equal(3_150, found.Select(one => one.GetString(Tags.StudyInstanceUID)).Distinct().Count());
            Assert.Equal(found.Select(one => one.GetString(Tags.StudyDate)).OrderDescending(StringComparer.Ordinal), found.Select(one => one.GetString(Tags.StudyDate)));
        }

        Assert.Equal(350, (await Archive.FindAsync(Query(QueryLevel.Series, (Tags.PatientName, "tran thi b")))).Count);
    }

    [Fact]
    public async Task Nothing_outside_the_scope_exists()
    {
        await Archive.PublishAsync(TestInstances.Study("1.2.3", _ => { }), TestInstances.Study("1.2.4", _ => { }));

        for (var level = QueryLevel.Study; level <= QueryLevel.Instance; level++)
        {
            Assert.Equal("1.2.4", Assert.Single(await Archive.FindAsync(Query(level) with { Scope = [new Uid("1.2.4")] })).GetString(Tags.StudyInstanceUID));
            Assert.Empty(await Archive.FindAsync(Query(level) with { Scope = [] }));
            Assert.Empty(await Archive.FindAsync(Query(level, (Tags.StudyInstanceUID, "1.2.3")) with { Scope = [new Uid("1.2.4")] }));
        }
    }

    [Fact]
    public async Task Series_of_a_rare_modality_are_found_among_many_studies()
    {
        await Archive.PublishAsync([.. Enumerable.Range(1, 400).Select(number => TestInstances.Study($"1.2.{number}", header => header.SetString(Tags.Modality, number % 100 == 0 ? "MG" : "DX")))]);
        await Archive.PublishAsync(TestInstances.Of("1.2.100", "1.2.100.9", "1.2.100.9.1", header => header.SetString(Tags.Modality, "SR")));

        Assert.Equal(["1.2.100.1", "1.2.200.1", "1.2.300.1", "1.2.400.1"], (await Archive.FindAsync(Query(QueryLevel.Series, (Tags.Modality, "MG")))).Select(one => one.GetString(Tags.SeriesInstanceUID)).Order(StringComparer.Ordinal));
        Assert.Equal(4, (await Archive.FindAsync(Query(QueryLevel.Instance, (Tags.Modality, "MG")))).Count);
        Assert.Equal(396, (await Archive.FindAsync(Query(QueryLevel.Series, (Tags.Modality, "DX")))).Count);
        Assert.Equal("1.2.100.9", Assert.Single(await Archive.FindAsync(Query(QueryLevel.Series, (Tags.Modality, "SR\\XX")))).GetString(Tags.SeriesInstanceUID));
    }

    [Fact]
    public async Task Keys_of_an_inner_level_ask_for_something_inside()
    {
        await PublishAsync();

        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Study, (Tags.SeriesInstanceUID, "1.2.3.1"))));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Study, (Tags.SeriesInstanceUID, "1.2.3.9"))));
        Assert.Single(await Archive.FindAsync(Query(QueryLevel.Series, (Tags.SOPInstanceUID, "1.2.3.1.1"))));
        Assert.Empty(await Archive.FindAsync(Query(QueryLevel.Study, (Tags.SOPInstanceUID, "1.2.3.1.9"))));
    }

    [Theory]
    [InlineData("00080020", "yesterday", "StudyDate")]
    [InlineData("00080020", "20261399", "StudyDate")]
    [InlineData("00080030", "25-26", "StudyTime")]
    [InlineData("0020000D", "1.2.*", "StudyInstanceUID")]
    [InlineData("00200011", "one", "SeriesNumber")]
    [InlineData("0008002A", "soon", "AcquisitionDateTime")]
    public void What_cannot_be_understood_is_refused_before_the_first_answer(string tag, string value, string named)
    {
        Assert.True(Tag.TryParse(tag, out var key));
        var refusal = Assert.Throws<InvalidQueryException>(() => Archive.Search.SearchAsync(Query(QueryLevel.Instance, (key, value)), default));
        Assert.StartsWith(named, refusal.Message, StringComparison.Ordinal);
    }

    protected static IndexQuery Query(QueryLevel level, params (Tag Tag, string Value)[] keys) =>
        new(level, [.. keys.Select(key => new KeyMatch(key.Tag, key.Value))], []);

    private async Task MatchesAsync(Tag key, string value, bool expected)
    {
        await PublishAsync();
        var found = await Archive.FindAsync(Query(QueryLevel.Study, (key, value)));
        Assert.Equal(expected, found.Count == 1);
    }

    private Task<List<PublishOutcome>> PublishAsync(Action<DataSet>? change = null) => Archive.PublishAsync(TestInstances.Study("1.2.3", change ?? (_ => { })));
}

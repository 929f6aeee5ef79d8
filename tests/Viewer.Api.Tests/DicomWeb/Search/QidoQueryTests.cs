using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.DicomWeb;
using ImagingGateway.Viewer.Api.DicomWeb.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Search;

public class QidoQueryTests
{
    private static readonly DicomWebPath Anywhere = new(null, null, null);

    [Fact]
    public void Reads_keywords_and_tags()
    {
        var query = Read("?PatientName=NGUYEN*&00100020=42&StudyDate=20260101-20260131&limit=101&offset=7&fuzzymatching=true");
        Assert.Equal(
            [new KeyMatch(Tags.PatientName, "NGUYEN*"), new KeyMatch(Tags.PatientID, "42"), new KeyMatch(Tags.StudyDate, "20260101-20260131")],
            query.Index.Matches);
        Assert.Equal((101, 7, true), (query.Index.Limit, query.Index.Offset, query.Index.FuzzyMatching));
        Assert.False(query.IsCapped);
    }

    [Fact]
    public void Reads_include_fields_in_every_form()
    {
        var query = Read("?includefield=00081030,00080060&includefield=PatientBirthDate&includefield=00400275.00400009");
        Assert.Superset(new HashSet<Tag> { Tags.StudyDescription, Tags.Modality, Tags.PatientBirthDate, Tags.RequestAttributesSequence }, query.Index.ReturnKeys.ToHashSet());
        Assert.False(query.Index.ReturnAll);
        Assert.True(Read("?includefield=all").Index.ReturnAll);
    }

    [Theory]
    [InlineData("?StudyInstanceUID=1.2,1.3")]
    [InlineData("?StudyInstanceUID=1.2%5C1.3")]
    [InlineData("?0020000D=1.2&0020000D=1.3")]
    public void Reads_lists_of_uids(string text) =>
        Assert.Equal([new KeyMatch(Tags.StudyInstanceUID, "1.2\\1.3")], Read(text).Index.Matches);

    [Fact]
    public void The_path_and_the_grant_confine_the_search()
    {
        var (query, _) = QidoQuery.Read(QueryLevel.Instance, new DicomWebPath(new Uid("1.2"), new Uid("1.3"), null), Query(""), [new Uid("1.2")]);
        Assert.Equal([new KeyMatch(Tags.StudyInstanceUID, "1.2"), new KeyMatch(Tags.SeriesInstanceUID, "1.3")], query!.Index.Matches);
        Assert.Equal([new Uid("1.2")], query.Index.Scope);
        Assert.Null(query.Index.Limit);
    }

    [Fact]
    public void A_search_of_everything_is_capped()
    {
        var query = Read("?PatientName=*");
        Assert.True(query.IsCapped);
        Assert.Equal(QidoQuery.MaxResults, query.Index.Limit);
        Assert.False(Read("?StudyInstanceUID=1.2").IsCapped);
    }

    [Fact]
    public void A_relational_search_answers_with_outer_attributes()
    {
        var (series, _) = QidoQuery.Read(QueryLevel.Series, Anywhere, Query(""), null);
        Assert.Contains(Tags.PatientName, series!.Index.ReturnKeys);
        var (inStudy, _) = QidoQuery.Read(QueryLevel.Series, new DicomWebPath(new Uid("1.2"), null, null), Query(""), null);
        Assert.DoesNotContain(Tags.PatientName, inStudy!.Index.ReturnKeys);
    }

    [Theory]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=abc", "limit")]
    [InlineData("?limit=99999999999", "limit")]
    [InlineData("?offset=1.5", "offset")]
    [InlineData("?fuzzymatching=perhaps", "fuzzymatching")]
    [InlineData("?PatientNme=X", "PatientNme")]
    [InlineData("?0010=X", "0010")]
    [InlineData("?includefield=NoSuchThing", "includefield")]
    [InlineData("?StudyInstanceUID=abc", "StudyInstanceUID")]
    [InlineData("?StudyInstanceUID=1.2;DROP", "StudyInstanceUID")]
    [InlineData("?PatientID=1&PatientID=2", "PatientID")]
    [InlineData("?RequestAttributesSequence.ScheduledProcedureStepID=1", "sequence")]
    [InlineData("?%3Cscript%3E=1&Pat%3Cscript%3E=1", "Pat")]
    public void Says_what_is_wrong(string text, string expected)
    {
        var (query, fault) = QidoQuery.Read(QueryLevel.Study, Anywhere, Query(text), null);
        Assert.Null(query);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("<", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_are_no_attributes_are_ignored() =>
        Assert.Empty(Read("?_=1700000000&accept=application/dicom%2Bjson&cacheBust=x").Index.Matches);

    private static QidoQuery Read(string text)
    {
        var (query, fault) = QidoQuery.Read(QueryLevel.Study, Anywhere, Query(text), null);
        Assert.Null(fault);
        return query!;
    }

    private static QueryCollection Query(string text) => new QueryCollection(QueryHelpers.ParseQuery(text));
}

using System.Text.Json;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Evidence;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Tests.Evidence;

/// <summary>The audit trail as files.</summary>
public sealed class AuditExportTests
{
    private static readonly AuditRow Row = new(
        7, 1_795_500_000_000, "LinkImageViewed", "link:abc", "10.0.0.9", "1.2.840.3", "abc", "Success", "1.2.3/1", 2048, 1, 7, [1, 2]);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+84", "'+84")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=HYPERLINK(\"http://x\",\"a\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("bác sĩ", "bác sĩ")]
    [InlineData(null, "")]
    public void No_cell_is_a_formula_or_ends_its_line(string? value, string cell) => Assert.Equal(cell, AuditCsv.Cell(value));

    [Fact]
    public void A_line_has_all_its_columns() =>
        Assert.Equal("7,2026-11-24 06:00:00.000,LinkImageViewed,link:abc,10.0.0.9,1.2.840.3,abc,Success,2048,1,1.2.3/1,0102,Khung 1 của ảnh 1.2.3\r\n", AuditCsv.Line(Row, Texts.In(Language.Vi)));

    [Fact]
    public void A_FHIR_audit_event_has_what_R4_demands()
    {
        using var document = JsonDocument.Parse(FhirAuditEvent.Of(Row));
        var root = document.RootElement;

        Assert.Equal("AuditEvent", root.GetProperty("resourceType").GetString());
        Assert.Equal("110103", root.GetProperty("type").GetProperty("code").GetString());
        Assert.Equal(("R", "0", "2026-11-24T06:00:00.000Z"), (root.GetProperty("action").GetString(), root.GetProperty("outcome").GetString(), root.GetProperty("recorded").GetString()));
        var agent = root.GetProperty("agent")[0];
        Assert.Equal(("link:abc", true, "10.0.0.9"),
            (agent.GetProperty("who").GetProperty("identifier").GetProperty("value").GetString(), agent.GetProperty("requestor").GetBoolean(), agent.GetProperty("network").GetProperty("address").GetString()));
        Assert.True(root.GetProperty("source").TryGetProperty("observer", out _));
        Assert.Equal("urn:oid:1.2.840.3", root.GetProperty("entity")[0].GetProperty("what").GetProperty("identifier").GetProperty("value").GetString());
        Assert.Equal("2048", root.GetProperty("entity")[0].GetProperty("detail")[0].GetProperty("valueString").GetString());
    }
}

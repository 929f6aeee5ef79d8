using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Storage.Tests.Audit;

/// <summary>What is recorded in sentences can be read back into values.</summary>
public sealed class AuditFormTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 25, 12, 0, 0, TimeSpan.FromHours(7));

    [Fact]
    public void Every_sentence_is_read_back_by_its_own_form()
    {
        Assert.True(AuditForms.All.Count > 70);
        Assert.All(AuditForms.All, form =>
        {
            var recorded = form.With([.. form.Places.Select(Example)]);
            var read = AuditForms.Read(recorded.Text);

            Assert.Equal((form.Name, string.Join('|', form.Places.Select(Written))), (read?.Form.Name, string.Join('|', read?.Values ?? [])));
        });
    }

    [Fact]
    public void What_stands_in_the_chain_since_older_gateways_is_written_as_ever()
    {
        Assert.Equal(
            "expires 2026-12-25T05:00:00.0000000Z; Patient; View; OwnCopy; PatientRequest",
            AuditForms.LinkMade.With(Noon, "Patient", "View", "OwnCopy", "PatientRequest").Text);
        Assert.Equal(
            "grant g1: bh.lan may read and copy claims of 36001, 2026-11-01 to 2026-11-30, until 2026-12-25: Quý 4",
            AuditForms.GrantToCopy.With("g1", "bh.lan", "36001", new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), Noon, "Quý 4").Text);
        Assert.Equal("claims, 50 lines", AuditForms.ClaimsListed.With(50).Text);
        Assert.Equal("frames 3 of them of 1.2.3", AuditForms.Frames.With(3, "1.2.3").Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else")]
    [InlineData("claims, many lines")]
    [InlineData("wrong PIN, lock")]
    [InlineData("study list\n")]
    public void What_has_no_form_stays_unread(string recorded) => Assert.Null(AuditForms.Read(recorded));

    [Fact]
    public void Values_and_places_must_agree()
    {
        Assert.Throws<ArgumentException>(() => AuditForms.ClaimSeen.With());
        Assert.Throws<ArgumentException>(() => AuditForms.StudyList.With("more"));
    }

    private static object Example(string place) => place switch
    {
        "count" or "bytes" => 12,
        "time" or "day" => Noon,
        "uid" => "1.2.840.3",
        "text" => "lời \"x\"; (a.b)*",
        _ => "Word",
    };

    private static string Written(string place) => place switch
    {
        "time" => "2026-12-25T05:00:00.0000000Z",
        "day" => "2026-12-25",
        _ => Example(place).ToString()!,
    };
}

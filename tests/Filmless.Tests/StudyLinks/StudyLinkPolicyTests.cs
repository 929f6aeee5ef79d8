using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;

namespace ImagingGateway.Filmless.Tests.StudyLinks;

public sealed class StudyLinkPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly NewStudyLink Good = new([new Uid("1.2.3")], Now.AddDays(30), "123456", "tester", null) { Basis = LinkBasis.PatientRequest };

    [Fact]
    public void An_ordinary_wish_has_no_fault() => Assert.Null(StudyLinkPolicy.FaultOf(Good, Now));

    [Theory]
    [InlineData(0, StudyLinkFault.ExpiryPast)]
    [InlineData(-1, StudyLinkFault.ExpiryPast)]
    [InlineData(731, null)]
    [InlineData(732, StudyLinkFault.ExpiryTooFar)]
    public void A_link_lives_at_most_two_years(int days, StudyLinkFault? expected) =>
        Assert.Equal(expected, StudyLinkPolicy.FaultOf(Good with { ExpiresAt = Now.AddDays(days) }, Now));

    [Theory]
    [InlineData("123", StudyLinkFault.Pin)]
    [InlineData("1234", null)]
    [InlineData("123456789012", null)]
    [InlineData("1234567890123", StudyLinkFault.Pin)]
    [InlineData("12a4", StudyLinkFault.Pin)]
    [InlineData("١٢٣٤", StudyLinkFault.Pin)]
    [InlineData("-", StudyLinkFault.Pin)]
    [InlineData(null, null)]
    public void A_pin_has_four_to_twelve_digits(string? pin, StudyLinkFault? expected) =>
        Assert.Equal(expected, StudyLinkPolicy.FaultOf(Good with { Pin = pin }, Now));

    [Fact]
    public void Studies_are_named_and_few()
    {
        Assert.Equal(StudyLinkFault.Studies, StudyLinkPolicy.FaultOf(Good with { StudyInstanceUids = [] }, Now));
        Assert.Equal(StudyLinkFault.Studies, StudyLinkPolicy.FaultOf(Good with { StudyInstanceUids = [new Uid("../etc")] }, Now));
        Assert.Equal(StudyLinkFault.Studies, StudyLinkPolicy.FaultOf(Good with { StudyInstanceUids = [.. Enumerable.Range(1, 101).Select(n => new Uid($"1.{n}"))] }, Now));
        Assert.Equal(StudyLinkFault.Note, StudyLinkPolicy.FaultOf(Good with { Note = new string('x', 501) }, Now));
    }
}

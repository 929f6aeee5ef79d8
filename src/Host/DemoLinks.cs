using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;

namespace ImagingGateway.Host;

/// <summary>A link of each kind to the demo's CT, printed with what opens it.</summary>
internal static class DemoLinks
{
    private const string Creator = "demo";

    public static async Task PrintAsync(IStudyLinks links, Uid study, string webAddress, CancellationToken cancellationToken)
    {
        var until = DateTimeOffset.UtcNow.AddDays(30);
        (string Words, NewStudyLink Wish)[] kinds =
        [
            ("for the patient: pictures with a watermark, year of birth 1962 / cho người bệnh",
                new NewStudyLink([study], until, "1962", Creator, null) { Basis = LinkBasis.PatientRequest, PinKind = PinKind.BirthYear }),
            ("for a hospital: files too, PIN 246810 / cho bệnh viện tiếp nhận",
                new NewStudyLink([study], until, "246810", Creator, null) { Basis = LinkBasis.Treatment, Audience = LinkAudience.Hospital, Recipient = "Bệnh viện Bạch Mai" }),
            ("for the insurance: pictures with the reviewer's name / cho giám định BHYT",
                new NewStudyLink([study], until, null, Creator, null)
                {
                    Basis = LinkBasis.InsuranceReview, Audience = LinkAudience.Reviewer, Permission = LinkPermission.View, Recipient = "BHXH tỉnh",
                }),
            ("for teaching: without names, opened 10 times at most / để giảng dạy, ẩn danh",
                new NewStudyLink([study], until, null, Creator, "teaching")
                {
                    Basis = LinkBasis.Other, Audience = LinkAudience.Hospital, Purpose = LinkPurpose.Teaching, IsDeidentified = true, MaxOpenings = 10,
                }),
        ];
        Console.WriteLine("  More links / Các liên kết khác:");
        foreach (var (words, wish) in kinds)
        {
            var created = await links.CreateAsync(wish, cancellationToken);
            Console.WriteLine($"    {StudyLinkAddress.Of(webAddress, created.Token)}  {words}");
            if (created.Code is { } code)
                Console.WriteLine($"      or {StudyLinkAddress.OfCodes(webAddress)} with code {ShortCode.Shown(code)}");
        }

        Console.WriteLine();
    }
}

using System.Security.Cryptography.X509Certificates;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Imaging.Drawing;

namespace ImagingGateway.Host;

/// <summary>The demo's reports: one signed by a doctor whom the demo trusts, one by a doctor whom nobody knows here, one as HL7 brings it, unsigned.</summary>
internal static class DemoReports
{
    private const string Facility = "Bệnh viện Đa khoa tỉnh (dữ liệu mẫu)";

    /// <summary>Those that are not here yet.</summary>
    public static async Task ReceiveAsync(IServiceProvider services, Uid ct, Uid xray, Uid ultrasound, DateTime now, CancellationToken cancellationToken)
    {
        var reports = services.GetRequiredService<IReports>();
        var known = (await reports.OfStudiesAsync([ct, xray, ultrasound], cancellationToken)).Where(one => one.Value.Count > 0).Select(one => one.Key).ToHashSet();
        if (!known.Contains(ct))
            await reports.ReceiveAsync(await OfCtAsync(services, ct, now, cancellationToken), cancellationToken);
        if (!known.Contains(ultrasound))
            await reports.ReceiveAsync(OfUltrasound(ultrasound, now), cancellationToken);
        if (!known.Contains(xray))
            await reports.ReceiveAsync(OfXRay(xray, now), cancellationToken);
    }

    private static async Task<NewReport> OfCtAsync(IServiceProvider services, Uid ct, DateTime now, CancellationToken cancellationToken)
    {
        using var authority = DemoSignature.Certify("CA mẫu của bản dùng thử", null);
        using var doctor = DemoSignature.Certify("BS. Trần Văn An", authority);
        await TrustAsync(services, authority, cancellationToken);
        return Signed(doctor, new NewReport
        {
            Origin = ReportOrigin.Rest, SourceKey = $"demo:{ct}", Actor = "demo", StudyInstanceUid = ct, ReportedAt = now.AddMinutes(-70), ReaderCode = "BS0204", ReaderName = "BS. Trần Văn An",
            Title = "CT lồng ngực không tiêm thuốc",
            Description = "Nhu mô phổi hai bên sáng đều, không thấy khối hay đông đặc. Khí phế quản thông thoáng. Không tràn dịch, tràn khí màng phổi. Tim và mạch máu lớn không to.",
            Conclusion = "Một nốt nhỏ 6 mm thùy trên phổi phải. Đề nghị chụp lại CT liều thấp sau 6 tháng.",
        });
    }

    private static NewReport OfUltrasound(Uid ultrasound, DateTime now)
    {
        using var unknown = DemoSignature.Certify("BS. Lê Thị Hoa", null);
        return Signed(unknown, new NewReport
        {
            Origin = ReportOrigin.Rest, SourceKey = $"demo:{ultrasound}", Actor = "demo", StudyInstanceUid = ultrasound, ReportedAt = now.AddMinutes(-20), ReaderCode = "BS0311", ReaderName = "BS. Lê Thị Hoa",
            Title = "Siêu âm tim", Description = "Buồng tim không giãn, vận động thành tốt, van hai lá mềm mại.", Conclusion = "Chức năng tâm thu thất trái bình thường, EF 64 %.",
        });
    }

    private static NewReport OfXRay(Uid xray, DateTime now) => new()
    {
        Origin = ReportOrigin.Hl7, SourceKey = $"demo:{xray}", Actor = "HIS", StudyInstanceUid = xray, ReportedAt = now.AddDays(-40).AddHours(1), ReaderCode = "BS0204", ReaderName = "BS. Trần Văn An",
        Title = "X-quang ngực thẳng", Description = "Hai trường phổi sáng đều. Bóng tim không to. Góc sườn hoành hai bên nhọn.", Conclusion = "Hình ảnh tim phổi trong giới hạn bình thường.",
    };

    private static Task TrustAsync(IServiceProvider services, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(FilmlessRegistration.KeysDirectory(services.GetRequiredService<GatewaySettings>().Storage), "trusted-signers");
        Directory.CreateDirectory(directory);
        return File.WriteAllTextAsync(Path.Combine(directory, "demo-authority.pem"), authority.ExportCertificatePem(), cancellationToken);
    }

    /// <summary>The same report as a page with a signature; as text alone where pages cannot be drawn.</summary>
    private static NewReport Signed(X509Certificate2 doctor, NewReport report)
    {
        const double margin = 56, width = 595.28 - (2 * margin);
        try
        {
            using var page = new PdfPage(595.28, 841.89, report.Title);
            var y = margin;
            y += page.Text(margin, y, width, Facility, new TextStyle(11, IsBold: true, MostLines: 2)) + 24;
            y += page.Text(margin, y, width, report.Title, new TextStyle(17, IsBold: true, MostLines: 2)) + 16;
            y += page.Text(margin, y, width, report.Description, new TextStyle(11, MostLines: 20)) + 16;
            y += page.Text(margin, y, width, $"Kết luận: {report.Conclusion}", new TextStyle(12, IsBold: true, MostLines: 10)) + 24;
            page.Text(margin, y, width, $"{report.ReaderName} · {report.ReaderCode} · {report.ReportedAt:dd/MM/yyyy HH:mm}", new TextStyle(11, MostLines: 1));
            return report with { Document = DemoSignature.Sign(page.Finish(), doctor) };
        }
        catch (DrawingUnavailableException)
        {
            return report;
        }
    }
}

using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Slip;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Imaging.Drawing;
using ImagingGateway.Viewer.Api.Evidence.Portable;
using ImagingGateway.Viewer.Api.Links;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Host;

/// <summary>What the demo's newcomer may look at and hold in hand: pages of the CT, a slip, a copy of the evidence.</summary>
internal static class DemoEvidence
{
    private const string Actor = "demo";

    public static async Task PrintAsync(WebApplication gateway, Uid ct, Uid ultrasound, CancellationToken cancellationToken)
    {
        var web = Greeting.WebAddress(gateway);
        Console.WriteLine("  Look at / Hãy xem:");
        Console.WriteLine($"    {web}/studies/{ct}  images and a signed report / ảnh và kết quả đã ký số");
        Console.WriteLine($"    {web}/studies/{ultrasound}  a report whose signer nobody knows here / chữ ký chưa xác nhận");
        Console.WriteLine($"    {web}/studies/{ct}/evidence  frozen, then 2 images added and 1 rejected / đã chốt, sau đó thêm 2 ảnh, loại 1 ảnh");
        Console.WriteLine($"    {web}/ledger  {web}/audit  films not printed; who did what / phim không in; nhật ký");
        var directory = Path.Combine(gateway.Services.GetRequiredService<GatewaySettings>().Storage.Data, "demo");
        Directory.CreateDirectory(directory);
        if (await SlipAsync(gateway.Services, ct, web, Path.Combine(directory, "slip.pdf"), cancellationToken) is { } slip)
            Console.WriteLine($"    {slip}  the slip instead of a film / phiếu thay cho phim");
        if (await CopyAsync(gateway.Services, ct, web, Path.Combine(directory, "evidence.html"), cancellationToken) is { } copy)
            Console.WriteLine($"    {copy}  opens without a network and checks itself / mở không cần mạng, tự kiểm tra");
        Console.WriteLine();
    }

    private static async Task<string?> SlipAsync(IServiceProvider services, Uid ct, string web, string path, CancellationToken cancellationToken)
    {
        var wish = new NewStudyLink([ct], DateTimeOffset.UtcNow.AddDays(30), "1962", Actor, null) { Basis = LinkBasis.PatientRequest, PinKind = PinKind.BirthYear };
        var created = await services.GetRequiredService<IStudyLinks>().CreateAsync(wish, cancellationToken);
        try
        {
            if (await services.GetRequiredService<Slips>().WriteAsync(created.Link, created.Token, created.Code, new SlipWish(web, Language.Vi, PaperSize.A5, Actor, null), cancellationToken) is not { } pdf)
                return null;
            await File.WriteAllBytesAsync(path, pdf, cancellationToken);
            return path;
        }
        catch (DrawingUnavailableException)
        {
            return null;
        }
    }

    private static async Task<string?> CopyAsync(IServiceProvider services, Uid ct, string web, string path, CancellationToken cancellationToken)
    {
        var copies = services.GetRequiredService<IEvidenceCopies>();
        if (services.GetRequiredService<PageAssets>().UrlOf("checker.js") is null || await copies.PrepareAsync(ct, new EvidenceWish(Actor, web, Language.Vi), cancellationToken) is not { } copy)
            return null;
        await using var file = File.Create(path);
        await copies.WritePageAsync(copy, file, cancellationToken);
        return path;
    }
}

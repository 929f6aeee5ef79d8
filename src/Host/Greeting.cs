using System.Net;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ImagingGateway.Host;

/// <summary>What a person reads in the terminal when the gateway has started.</summary>
internal static class Greeting
{
    public static async Task PrintAsync(WebApplication gateway, CancellationToken cancellationToken)
    {
        var settings = gateway.Services.GetRequiredService<GatewaySettings>();
        var password = await gateway.Services.GetRequiredService<AccountSetup>().EnsureAdministratorAsync(cancellationToken);
        var bind = IPAddress.Parse(settings.Dicom.Bind);
        Console.WriteLine();
        Console.WriteLine("Imaging Gateway is ready / Cổng hình ảnh đã sẵn sàng");
        Console.WriteLine($"  DICOM     AE title {settings.Dicom.AETitle}, host {HostName(bind)}, port {settings.Dicom.Port}");
        Console.WriteLine($"  Web       {WebAddress(gateway)}");
        Console.WriteLine($"  DICOMweb  {WebAddress(gateway)}/dicom-web");
        if (settings.Web.NoAuth)
            Console.WriteLine("  Sign-in   is off (--no-auth): anyone on this computer can read every image.");
        else if (password is not null)
            Console.WriteLine($"  Sign-in   user {AccountSetup.AdministratorName}, one-time password {password}  (shown only now; you choose your own at the first sign-in)");
        if (IPAddress.IsLoopback(bind))
            Console.WriteLine("  Only this computer can reach it. To let modalities and other people in, start with --bind 0.0.0.0");
        Console.WriteLine("  Stop with Ctrl+C.");
        Console.WriteLine();
    }

    /// <summary>How people reach the web side: the configured public address, else where it listens.</summary>
    public static string WebAddress(WebApplication gateway)
    {
        var web = gateway.Services.GetRequiredService<GatewaySettings>().Web;
        if (!string.IsNullOrEmpty(web.PublicUrl))
            return web.PublicUrl.TrimEnd('/');
        var listening = gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var port = listening.Select(address => BindingAddress.Parse(address).Port).Append(web.Port).First(number => number != 0);
        return $"http://{HostName(IPAddress.Parse(web.Bind))}:{port}";
    }

    public static void PrintLink(CreatedStudyLink created, string webAddress)
    {
        var url = $"{webAddress.TrimEnd('/')}/l/{created.Token}";
        Console.WriteLine(StudyLinkQr.Terminal(url));
        Console.WriteLine($"  Study link / Liên kết ca chụp: {url}");
        if (created.Code is { } code)
            Console.WriteLine($"  or type {ShortCode.Shown(code)} at / hoặc nhập mã tại: {StudyLinkAddress.OfCodes(webAddress)}");
        Console.WriteLine($"  Valid until {created.Link.ExpiresAt.ToOffset(TimeSpan.FromHours(7)):dd/MM/yyyy HH:mm} (UTC+7){(!created.Link.HasPin ? string.Empty : created.Link.PinKind == PinKind.BirthYear ? ", with the year of birth as PIN" : ", with PIN")}. The address is shown only now.");
        Console.WriteLine();
    }

    private static string HostName(IPAddress bind) =>
        bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : bind.ToString();
}

using System.CommandLine;
using System.Globalization;
using ImagingGateway.DicomGateway;

namespace ImagingGateway.Host.Commands;

/// <summary><c>serve</c>: the gateway itself, one process.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Option<string?> AET = new("--aet") { Description = "AE title (setting: Dicom:AETitle)", HelpName = "NAME" };
    private static readonly Option<int?> DicomPort = new("--dicom-port") { Description = "DICOM port (setting: Dicom:Port)", HelpName = "N" };
    private static readonly Option<int?> WebPort = new("--web-port") { Description = "Web port (setting: Web:Port)", HelpName = "N" };
    private static readonly Option<string?> Bind = new("--bind") { Description = "Address to listen on; 0.0.0.0 lets other machines in (settings: Dicom:Bind, Web:Bind)", HelpName = "ADDR" };
    private static readonly Option<string[]> Peers = new("--peer") { Description = "A destination for C-MOVE, may be repeated (setting: Dicom:Peers)", HelpName = "AET=HOST:PORT" };
    private static readonly Option<string?> PublicUrl = new("--public-url") { Description = "How people reach the gateway; used in links and QR codes (setting: Web:PublicUrl)", HelpName = "URL" };
    private static readonly Option<bool> NoAuth = new("--no-auth") { Description = "No sign-in; only when bound to loopback, for trying and measuring (setting: Web:NoAuth)" };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Make demo studies, send them in by C-STORE, and print a study link" };

    public static Command Build()
    {
        var command = new Command("serve", "Start the gateway") { Data, AET, DicomPort, WebPort, Bind, Peers, PublicUrl, NoAuth, Demo };
        command.SetAction((parsed, cancellationToken) => Refusal.CatchAsync(async () =>
        {
            var settings = SharedOptions.Settings(
            [
                ("Data", parsed.GetValue(Data)),
                ("Dicom:AETitle", parsed.GetValue(AET)),
                ("Dicom:Port", Text(parsed.GetValue(DicomPort))),
                ("Web:Port", Text(parsed.GetValue(WebPort))),
                ("Dicom:Bind", parsed.GetValue(Bind)),
                ("Web:Bind", parsed.GetValue(Bind)),
                ("Web:PublicUrl", parsed.GetValue(PublicUrl)),
                ("Web:NoAuth", parsed.GetValue(NoAuth) ? "true" : null),
                .. (parsed.GetValue(Peers) ?? []).SelectMany(PeerSettings),
            ]);
            await using var gateway = GatewayApplication.Build([.. settings]);
            await gateway.StartAsync(cancellationToken);
            await Greeting.PrintAsync(gateway, cancellationToken);
            if (parsed.GetValue(Demo))
                await DemoRun.PrintAsync(gateway, cancellationToken);
            await gateway.WaitForShutdownAsync(cancellationToken);
        }));
        return command;
    }

    private static IEnumerable<(string Key, string? Value)> PeerSettings(string text, int index) =>
        DicomPeer.TryParse(text, out var peer)
            ?
            [
                ($"Dicom:Peers:{index}:AETitle", peer.AETitle),
                ($"Dicom:Peers:{index}:Host", peer.Host),
                ($"Dicom:Peers:{index}:Port", Text(peer.Port)),
            ]
            : throw new SettingException([$"--peer '{text}' cannot be read; write AET=HOST:PORT, such as RADIO1=10.0.0.5:104."]);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}

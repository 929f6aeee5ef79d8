using System.CommandLine;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Host.Commands;

/// <summary><c>verify-audit</c>: follows the chain of the audit trail, beside a running gateway or without one.</summary>
internal static class VerifyAuditCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Option<string?> Heads = new("--heads") { Description = "Signed ends of the chain kept elsewhere (default: audit/heads.jsonl of the data directory)", HelpName = "FILE" };

    public static Command Build()
    {
        var command = new Command("verify-audit", "Check the audit trail: names the first line that was altered, removed or inserted; exit code 1 then") { Data, Heads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isFaulty = false;
            var code = await Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
                [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])],
                async services => isFaulty = await VerifyAsync(services, parsed.GetValue(Heads), cancellationToken),
                cancellationToken));
            return code != 0 ? code : isFaulty ? 1 : 0;
        });
        return command;
    }

    private static async Task<bool> VerifyAsync(IServiceProvider services, string? headsPath, CancellationToken cancellationToken)
    {
        var path = headsPath ?? AuditHead.PathIn(services.GetRequiredService<GatewaySettings>().Storage);
        var file = headsPath is not null || File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : string.Empty;
        var (heads, faults) = AuditHead.Read(file, services.GetRequiredService<HospitalKeys>().All());
        return Findings.Print([.. faults, .. await AuditTrailVerification.CheckAsync(services.GetRequiredService<IAuditRows>(), heads, cancellationToken)], null);
    }
}

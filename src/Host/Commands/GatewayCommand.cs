using System.CommandLine;

namespace ImagingGateway.Host.Commands;

/// <summary>The command line of <c>imaging-gateway</c>.</summary>
internal static class GatewayCommand
{
    public static RootCommand Build() => new("Imaging Gateway: receives, keeps and shows medical images, and gives out study links instead of film.")
    {
        ServeCommand.Build(),
        ImportCommand.Build(),
        ExportCommand.Build(),
        VerifyCommand.Build(),
        RebuildIndexCommand.Build(),
        SweepCommand.Build(),
        CompressCommand.Build(),
        DeleteCommand.Build(),
        BackupCommand.Backup(),
        BackupCommand.Restore(),
        LinkCommand.Build(),
        SlipCommand.Build(),
        UserCommand.Build(),
        ExportEvidenceCommand.Build(),
        VerifyEvidenceCommand.Build(),
        VerifyAuditCommand.Build(),
        EvidenceKeyCommand.Build(),
        DemoFilesCommand.Build(),
    };
}

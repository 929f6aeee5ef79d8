using System.CommandLine;
using System.Globalization;
using ImagingGateway.Storage.Maintenance;
using Spectre.Console;

namespace ImagingGateway.Host.Commands;

/// <summary><c>verify</c>: reads everything kept back and compares hashes.</summary>
internal static class VerifyCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Option<bool> FromStart = new("--from-start") { Description = "Begin again instead of going on where the last run was interrupted" };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Images read at once", DefaultValueFactory = _ => 4, HelpName = "N" };

    public static Command Build()
    {
        var command = new Command("verify", "Read every stored image back and compare its SHA-256. Exit code 1 when something is damaged or missing. May be interrupted and repeated") { Data, FromStart, Parallel };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            var (found, checkedNow) = (0, 0L);
            await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async display =>
            {
                var task = display.AddTask("Verifying / Đang kiểm tra");
                await foreach (var progress in services.GetRequiredService<ArchiveVerification>()
                    .RunAsync(parsed.GetValue(FromStart), Math.Max(1, parsed.GetValue(Parallel)), cancellationToken))
                {
                    task.MaxValue = Math.Max(1, progress.Total);
                    task.Value = checkedNow = progress.Done;
                    found += progress.Found.Count;
                    foreach (var (bytes, state) in progress.Found)
                        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]{state}[/] {bytes.SopInstance} {bytes.Place.Object} {bytes.Place.Offset}+{bytes.Place.Length}");
                }
            });
            Console.WriteLine($"{checkedNow} images checked, {found} damaged or missing. / Đã kiểm tra {checkedNow} ảnh, {found} ảnh hỏng hoặc thiếu.");
            if (found > 0)
                Console.WriteLine("Send these images again from the modality or restore them from a backup. / Hãy gửi lại các ảnh này từ máy chụp hoặc khôi phục từ bản sao lưu.");
            return found == 0 ? 0 : 1;
        }, cancellationToken));
        return command;
    }
}

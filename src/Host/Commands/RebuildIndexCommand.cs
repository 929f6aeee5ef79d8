using System.CommandLine;
using System.Globalization;
using ImagingGateway.Storage.Maintenance;
using Spectre.Console;

namespace ImagingGateway.Host.Commands;

/// <summary><c>rebuild-index</c>: the index again, from the objects alone.</summary>
internal static class RebuildIndexCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Option<bool> FromStart = new("--from-start") { Description = "Look at every study again, also when an earlier run was interrupted" };

    public static Command Build()
    {
        var command = new Command("rebuild-index", "Make the index again from the stored images alone; also takes in images the index does not know. May be interrupted and repeated") { Data, FromStart };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            var rebuild = services.GetRequiredService<IndexRebuild>();
            var problems = 0;
            var last = new RebuildProgress(0, 0, 0, []);
            await AnsiConsole.Status().StartAsync("Reading stored images / Đang đọc ảnh đã lưu ...", async status =>
            {
                await foreach (var progress in rebuild.RunAsync(parsed.GetValue(FromStart), cancellationToken))
                {
                    last = progress;
                    problems += progress.Problems.Count;
                    foreach (var problem in progress.Problems)
                        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{problem}[/]");
                    status.Status($"{progress.Studies} studies / ca chụp, {progress.Added} + {progress.Present}");
                }
            });
            Console.WriteLine($"{last.Studies} studies: {last.Added} images added, {last.Present} known already, {problems} not taken in.");
            Console.WriteLine($"{last.Studies} ca chụp: thêm {last.Added} ảnh, {last.Present} ảnh đã có, {problems} không đưa vào được.");
            return problems == 0 ? 0 : 1;
        }, cancellationToken));
        return command;
    }
}

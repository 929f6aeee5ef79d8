using System.CommandLine;
using System.Globalization;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Ingest;
using Spectre.Console;

namespace ImagingGateway.Host.Commands;

/// <summary><c>import</c>: an old archive's folder or a disc, through the same door as everything else.</summary>
internal static class ImportCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Source = new("DIR|DICOMDIR") { Description = "Folder with DICOM files, with all its subfolders; or the DICOMDIR file of a disc" };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Files on their way at once", DefaultValueFactory = _ => Math.Max(4, Environment.ProcessorCount), HelpName = "N" };
    private static readonly Option<bool> Again = new("--again") { Description = "Read also the files that an earlier run of the same import stored" };
    private static readonly Option<string?> Report = new("--report") { Description = "Write the files that were not taken, with reasons, to this file (tab-separated)", HelpName = "FILE" };

    public static Command Build()
    {
        var command = new Command("import", "Take in DICOM files from a folder or a disc; safe beside a running gateway, may be interrupted and repeated") { Source, Data, Parallel, Again, Report };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), services => ImportAsync(services, parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> ImportAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var source = parsed.GetValue(Source)!;
        var counts = new int[Enum.GetValues<ImportResult>().Length];
        using var journal = new ImportJournal(Path.Combine(services.GetRequiredService<StorageOptions>().Data, "imports"), source, parsed.GetValue(Again));
        await using var report = parsed.GetValue(Report) is { } file ? new StreamWriter(file) : null;
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async display =>
        {
            var task = display.AddTask("Importing / Đang nhập", maxValue: Math.Max(1, ImportFiles.Of(source).Count()));
            var import = services.GetRequiredService<FolderImport>();
            await foreach (var one in import.ImportAsync(source, Math.Max(1, parsed.GetValue(Parallel)), Environment.UserName, journal, cancellationToken))
            {
                counts[(int)one.Result]++;
                task.Increment(1);
                if (one.Result is not (ImportResult.Refused or ImportResult.Unreadable))
                    continue;
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{one.RelativePath}[/]: {one.Reason}");
                if (report is not null)
                    await report.WriteLineAsync($"{one.RelativePath}\t{one.Result}\t{one.Reason}");
            }

            task.Description = "Waiting until everything is visible / Đang chờ hiển thị";
            await services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(cancellationToken);
        });
        var (stored, before, refused, unreadable, skipped) = (Count(ImportResult.Stored), Count(ImportResult.StoredBefore), Count(ImportResult.Refused), Count(ImportResult.Unreadable), Count(ImportResult.Skipped));
        Console.WriteLine($"{stored} stored, {before} stored before, {refused} refused, {unreadable} unreadable, {skipped} skipped");
        Console.WriteLine($"Đã lưu {stored}, đã lưu từ trước {before}, bị từ chối {refused}, không đọc được {unreadable}, bỏ qua {skipped}");
        return refused + unreadable == 0 ? 0 : 1;

        int Count(ImportResult result) => counts[(int)result];
    }
}

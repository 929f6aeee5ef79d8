using System.CommandLine;
using System.Globalization;
using ImagingGateway.Storage.Ingest;
using Spectre.Console;

namespace ImagingGateway.Host.Commands;

/// <summary><c>import</c>: an old archive's folder through the same door as everything else.</summary>
internal static class ImportCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Directory = new("DIR") { Description = "Folder with DICOM files, with all its subfolders" };

    public static Command Build()
    {
        var command = new Command("import", "Take in every DICOM file below a folder; safe beside a running gateway, harmless to repeat") { Directory, Data };
        command.SetAction((parsed, cancellationToken) => Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])],
            services => ImportAsync(services, parsed.GetValue(Directory)!, cancellationToken),
            cancellationToken)));
        return command;
    }

    private static async Task ImportAsync(IServiceProvider services, string directory, CancellationToken cancellationToken)
    {
        var import = services.GetRequiredService<FolderImport>();
        var counts = new int[Enum.GetValues<ImportResult>().Length];
        await AnsiConsole.Status().StartAsync("Importing ...", async status =>
        {
            await foreach (var file in import.ImportAsync(directory, Math.Max(4, Environment.ProcessorCount), Environment.UserName, cancellationToken))
            {
                counts[(int)file.Result]++;
                status.Status($"Importing ... {counts[(int)ImportResult.Stored]} stored, {counts.Sum() - counts[(int)ImportResult.Stored]} not taken");
                if (file.Result is ImportResult.Refused or ImportResult.Unreadable)
                    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{file.RelativePath}[/]: {file.Reason}");
            }

            status.Status("Waiting until everything is visible ...");
            await services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(cancellationToken);
        });
        Console.WriteLine(
            $"{counts[(int)ImportResult.Stored]} stored, {counts[(int)ImportResult.Refused]} refused, {counts[(int)ImportResult.Unreadable]} unreadable, {counts[(int)ImportResult.Skipped]} skipped");
    }
}

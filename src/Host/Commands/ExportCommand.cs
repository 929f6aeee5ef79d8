using System.CommandLine;
using System.Globalization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Maintenance.Exporting;
using Spectre.Console;

namespace ImagingGateway.Host.Commands;

/// <summary><c>export</c>: studies to a folder, as they were received.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Directory = new("DIR") { Description = "New or empty folder" };
    private static readonly Option<string[]> Study = new("--study") { Description = "Study Instance UID; may be repeated", HelpName = "UID" };
    private static readonly Option<string?> Patient = new("--patient") { Description = "Every study of this patient ID", HelpName = "ID" };
    private static readonly Option<string?> From = new("--from") { Description = "Studies from this day, as 2026-11-25", HelpName = "DAY" };
    private static readonly Option<string?> To = new("--to") { Description = "Studies until this day", HelpName = "DAY" };
    private static readonly Option<bool> Plain = new("--plain") { Description = "Without a DICOMDIR" };

    public static Command Build()
    {
        var command = new Command("export", "Write studies to a folder with a DICOMDIR, as they were received") { Directory, Study, Patient, From, To, Plain, Data };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            var export = services.GetRequiredService<StudyExport>();
            var (from, to) = (Day(parsed.GetValue(From)), Day(parsed.GetValue(To)));
            var uids = parsed.GetValue(Study) ?? [];
            if (uids.Length == 0 && parsed.GetValue(Patient) is null && from is null && to is null)
                throw new ArgumentException("Say what to export: --study, --patient, --from or --to. / Hãy chọn: --study, --patient, --from hoặc --to.");
            var wanted = uids.Length > 0 ? uids.Select(uid => new Uid(uid)).ToAsyncEnumerable() : export.FindAsync(parsed.GetValue(Patient), from, to, cancellationToken);
            var report = new ExportReport(0, []);
            await AnsiConsole.Status().StartAsync("Exporting / Đang xuất ...", async status => report = await export.RunAsync(
                wanted, Path.GetFullPath(parsed.GetValue(Directory)!), !parsed.GetValue(Plain), Environment.UserName,
                new Progress<int>(count => status.Status($"{count} files / tệp ...")), cancellationToken));
            Console.WriteLine($"{report.Files} files written. / Đã ghi {report.Files} tệp.");
            if (report.Left.Count > 0)
                Console.WriteLine($"{report.Left.Count} images are damaged or lost and were left out, such as {report.Left[0]}: run 'verify', and have them sent again. / {report.Left.Count} ảnh bị hỏng hoặc mất nên không được xuất: hãy chạy 'verify' và cho gửi lại.");
            return report.Files > 0 && report.Left.Count == 0 ? 0 : 1;
        }, cancellationToken));
        return command;
    }

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new ArgumentException($"'{text}' is no day: write it as 2026-11-25. / Hãy viết ngày dạng 2026-11-25.");
}

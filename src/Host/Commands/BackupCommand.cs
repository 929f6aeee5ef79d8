using System.CommandLine;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Host.Commands;

/// <summary><c>backup</c> and <c>restore</c>: index, keys and settings; images as files on request.</summary>
internal static class BackupCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Directory = new("DIR") { Description = "Directory of the backup; keep it secret, it holds keys" };
    private static readonly Option<bool> WithObjects = new("--with-objects") { Description = "Also the images (when they are kept as files); those copied before are read back, and copied again only when they are damaged" };
    private static readonly Option<bool> OnlyNew = new("--only-new") { Description = "With --with-objects: read back only the images copied by this run; quicker, but a copy that the disk damaged since is not found" };

    public static Command Backup()
    {
        var command = new Command("backup", "Write index, keys and settings to a directory, restore them for a test into a scratch place and compare; safe beside a running gateway") { Directory, WithObjects, OnlyNew, Data };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            string[] settings = [Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Path.GetFullPath("appsettings.json")];
            var report = await services.GetRequiredService<ArchiveBackup>()
                .WriteAsync(Path.GetFullPath(parsed.GetValue(Directory)!), settings, Images(parsed), null, cancellationToken);
            Console.WriteLine($"{report.Tables} tables with {report.Rows} rows saved, restored for a test, and equal; {report.Objects} images copied, read back, and equal.");
            Console.WriteLine($"Đã sao lưu {report.Tables} bảng, {report.Rows} dòng; đã khôi phục thử và so sánh giống nhau; đã chép {report.Objects} ảnh, đọc lại và so sánh giống nhau.");
            if (report.Waiting > 0)
                Console.WriteLine($"{report.Waiting} images wait in the spool and are not in it: run it again later. / {report.Waiting} ảnh đang chờ, chưa có trong bản sao lưu: hãy chạy lại sau.");
            return Tell(report, "were damaged before they were copied: run 'verify', and have them sent again", "đã hỏng từ trước khi chép: hãy chạy 'verify' và cho gửi lại");
        }, cancellationToken));
        return command;
    }

    public static Command Restore()
    {
        var command = new Command("restore", "Put a backup into an empty data directory and database; stop the gateway first") { Directory, Data };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            var report = await services.GetRequiredService<ArchiveBackup>().RestoreAsync(Path.GetFullPath(parsed.GetValue(Directory)!), cancellationToken);
            Console.WriteLine($"{report.Tables} tables with {report.Rows} rows restored, {report.Objects} images copied. Settings lie in run-…/settings of the backup: put them where you need them.");
            Console.WriteLine("Then run 'rebuild-index' (takes in images newer than the backup) and 'verify'. / Sau đó chạy 'rebuild-index' và 'verify'.");
            return Tell(report, "are damaged in the backup: 'verify' names them; have them sent again, or take them from another backup", "bị hỏng trong bản sao lưu: 'verify' sẽ nêu tên; hãy cho gửi lại hoặc lấy từ bản sao lưu khác");
        }, cancellationToken));
        return command;
    }

    private static BackupImages Images(ParseResult parsed) =>
        !parsed.GetValue(WithObjects) ? BackupImages.None : parsed.GetValue(OnlyNew) ? BackupImages.New : BackupImages.All;

    private static int Tell(BackupReport report, string english, string vietnamese)
    {
        if (report.Damaged.Count > 0)
            Console.WriteLine($"{report.Damaged.Count} images {english} (such as {report.Damaged[0]}). / {report.Damaged.Count} ảnh {vietnamese}.");
        return report.Damaged.Count > 0 ? 1 : 0;
    }
}

using System.CommandLine;
using ImagingGateway.Storage.Leases;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Host.Commands;

/// <summary><c>sweep</c>: what the running gateway does once a day, now.</summary>
internal static class SweepCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();

    public static Command Build()
    {
        var command = new Command("sweep", "Remove what was deleted and what interrupted uploads left behind; nothing that holds an unknown image is removed") { Data };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            var report = new SweepReport();
            var ran = await services.GetRequiredService<ILeases>().TryRunAsync(
                "storage/upkeep", TimeSpan.FromMinutes(2), async cancel => report = await services.GetRequiredService<ObjectSweep>().RunAsync(null, null, cancel), cancellationToken);
            if (!ran)
            {
                Console.WriteLine("Another gateway is doing this at the moment. / Một cổng khác đang làm việc này.");
                return 0;
            }

            Console.WriteLine($"{report.Objects} objects, {report.Removed} removed, {report.Superfluous} superfluous (removed by a later sweep), {report.Repacked} packs written anew, {report.Unknown.Count} unknown.");
            foreach (var name in report.Unknown)
                Console.WriteLine($"  unknown: {name}");
            if (report.Unknown.Count > 0)
                Console.WriteLine("Unknown objects hold images that the index does not know: run rebuild-index. / Có ảnh mà chỉ mục không biết: hãy chạy rebuild-index.");
            if (report.Failed.Count > 0)
                Console.WriteLine($"{report.Failed.Count} objects could not be removed or looked into, such as {report.Failed[0]} ({report.Failure}): run it again later. / {report.Failed.Count} tệp không xóa hoặc không đọc được: hãy chạy lại sau.");
            return report.Unknown.Count + report.Failed.Count == 0 ? 0 : 1;
        }, cancellationToken));
        return command;
    }
}

using System.CommandLine;
using System.Globalization;
using ImagingGateway.Storage.Leases;
using ImagingGateway.Storage.Recoding;
using ImagingGateway.Transcoding;
using ImagingGateway.Transcoding.Compression;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Host.Commands;

/// <summary><c>compress</c>: what the running gateway does every hour when it is switched on, now; or how far it is.</summary>
internal static class CompressCommand
{
    private const int UsualDays = 90;

    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Option<int?> Days = new("--days") { Description = "Studies in which nothing changed for so many days (setting: Transcoding:CompressAfterDays; 90 unless set)", HelpName = "N" };
    private static readonly Option<bool> Status = new("--status") { Description = "Compress nothing; tell how much was compressed and how much is left" };

    public static Command Build()
    {
        var command = new Command("compress", "Compress the images of old studies without loss; each is proven the same before it takes the place of the original. May be interrupted and repeated") { Data, Days, Status };
        command.SetAction((parsed, cancellationToken) => MaintenanceRun.RunAsync(parsed.GetValue(Data), async services =>
        {
            var set = services.GetRequiredService<TranscodingOptions>().CompressAfterDays;
            var age = TimeSpan.FromDays(Math.Max(0, parsed.GetValue(Days) ?? (set > 0 ? set : UsualDays)));
            if (!parsed.GetValue(Status) && !await RunAsync(services, age, cancellationToken))
                return 0;
            await PrintAsync(services, age, cancellationToken);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static async Task<bool> RunAsync(IServiceProvider services, TimeSpan age, CancellationToken cancellationToken)
    {
        var progress = new Progress<CompressionReport>(report => Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r{report.Studies} studies, {report.Compressed} images compressed, {report.Kept} left as they are  ")));
        var ran = await services.GetRequiredService<ILeases>().TryRunAsync(
            ColdCompression.Lease, TimeSpan.FromMinutes(5), cancel => services.GetRequiredService<ColdCompression>().RunAsync(age, progress, cancel), cancellationToken);
        Console.WriteLine(ran ? string.Empty : "Another gateway is doing this at the moment. / Một cổng khác đang làm việc này.");
        return ran;
    }

    private static async Task PrintAsync(IServiceProvider services, TimeSpan age, CancellationToken cancellationToken)
    {
        var index = services.GetRequiredService<IRecodingIndex>();
        var (instances, received, now) = await index.TotalAsync(cancellationToken);
        var (studies, bytes) = await index.CountColdAsync(TimeProvider.System.GetUtcNow() - age, ColdCompression.Uncompressed, cancellationToken);
        Console.WriteLine($"Compressed so far: {instances} images, {Show.Bytes(received)} as received, {Show.Bytes(now)} now. / Đã nén: {instances} ảnh, từ {Show.Bytes(received)} còn {Show.Bytes(now)}.");
        Console.WriteLine($"Left to look at: {studies} studies, {Show.Bytes(bytes)}. / Còn phải xem: {studies} ca, {Show.Bytes(bytes)}.");
    }
}

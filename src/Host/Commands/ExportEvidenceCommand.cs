using System.CommandLine;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Evidence.Portable;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Host.Commands;

/// <summary><c>export-evidence</c>: a portable copy of a study's evidence, beside a running gateway or without one.</summary>
internal static class ExportEvidenceCommand
{
    private static readonly Option<string?> Data = SharedOptions.Data();
    private static readonly Argument<string> Study = new("STUDY-UID") { Description = "Study Instance UID" };
    private static readonly Option<string?> Out = new("--out") { Description = "New file: .zip, or .html for a single page; evidence-ID.zip in the working directory when left out", HelpName = "FILE" };
    private static readonly Option<bool> Images = new("--images") { Description = "With the DICOM files, as they were received (ZIP only)" };
    private static readonly Option<Language> Language = new("--language") { Description = "vi or en: in which the page opens" };

    public static Command Build()
    {
        var command = new Command("export-evidence", "Write key images, reports, signed manifest and a page that checks itself without a network, as one file") { Study, Out, Images, Language, Data };
        command.SetAction((parsed, cancellationToken) => Refusal.CatchAsync(() => GatewayApplication.RunCommandAsync(
            [.. SharedOptions.Settings([("Data", parsed.GetValue(Data))])], services => WriteAsync(parsed, services, cancellationToken), cancellationToken)));
        return command;
    }

    private static async Task WriteAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (uid, person, web, copies) = (new Uid(parsed.GetValue(Study)!), $"command line: {Environment.UserName}", services.GetRequiredService<GatewaySettings>().Web, services.GetRequiredService<IEvidenceCopies>());
        if (services.GetRequiredService<PageAssets>().UrlOf("checker.js") is null)
            throw new ArgumentException("The page's check is not here: set Web__AssetsDirectory to the folder of the built web part (in a checkout: src/Viewer.Web/dist).");
        var wish = new EvidenceWish(person, web.PublicUrl ?? $"http://{web.Bind}:{web.Port}", parsed.GetValue(Language));
        var copy = uid.IsAcceptable ? await copies.PrepareAsync(uid, wish, cancellationToken) : null;
        if (copy is null)
            throw new ArgumentException("There is no such study in the archive. Check the Study Instance UID.");
        var path = parsed.GetValue(Out) ?? $"evidence-{copy.Package.Id}.zip";
        var isPage = Path.GetExtension(path).Equals(".html", StringComparison.OrdinalIgnoreCase);
        if (isPage && parsed.GetValue(Images))
            throw new ArgumentException("DICOM files go into a ZIP only: give --out a name that ends in .zip.");
        var bytes = await WriteAsync(
            path, file => isPage ? copies.WritePageAsync(copy, file, cancellationToken) : copies.WriteZipAsync(copy, parsed.GetValue(Images), file, cancellationToken));
        await services.GetRequiredService<IAuditTrail>().AppendAsync(
            new AuditEvent(DateTimeOffset.UtcNow, AuditAction.Export, person, null, uid, null, AuditOutcome.Success, AuditForms.EvidenceCopy.With(copy.Package.Id, isPage ? "html" : "zip")) { Bytes = bytes }, cancellationToken);
        Console.WriteLine($"{path}: copy {copy.Package.Id}, signed by key {copy.Manifest.Header.Kid}");
    }

    /// <summary>A new file that is whole, or is not there.</summary>
    private static async Task<long> WriteAsync(string path, Func<Stream, Task> write)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        try
        {
            await write(file);
            return file.Length;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}

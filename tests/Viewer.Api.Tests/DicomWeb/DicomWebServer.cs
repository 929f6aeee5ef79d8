using System.Net.Http.Headers;
using System.Text.Json;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.DicomWeb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>
/// DICOMweb on a loopback port with real storage (SQLite and files) in a folder of its own. The access check is the test's:
/// everyone is a user, but under <c>/l/{studies}/dicom-web</c> the bearer of a link to those studies.
/// </summary>
internal sealed class DicomWebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private DicomWebServer(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        Origin = app.Urls.Single();
        Client = new HttpClient { BaseAddress = new Uri(Origin + "/dicom-web/") };
    }

    public string Origin { get; }

    /// <summary>Relative to the service's root; asks for no compression.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Of index and objects.</summary>
    public string Folder => _folder;

    public static async Task<DicomWebServer> StartAsync(ViewerOptions? options = null, StorageOptions? storage = null, TimeProvider? clock = null)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-dicomweb-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddStorage((storage ?? new StorageOptions()) with { Data = folder, SpoolReserveBytes = 1 << 20 });
        builder.Services.AddSingleton(options ?? new ViewerOptions());
        builder.Services.AddDicomWeb();
        var app = builder.Build();
        app.UseDicomWebCors(options ?? new ViewerOptions());
        app.Use((context, next) =>
        {
            context.SetGrant(GrantOf(context.Request));
            return next(context);
        });
        app.MapGroup("/dicom-web").MapDicomWeb();
        app.MapGroup("/l/{token}/dicom-web").MapDicomWeb();
        await app.StartAsync();
        return new DicomWebServer(app, folder);
    }

    /// <summary>A client that came by a link to these studies.</summary>
    public HttpClient LinkClient(params Uid[] studies) =>
        new() { BaseAddress = new Uri($"{Origin}/l/{string.Join(',', studies.Select(study => study.Value))}/dicom-web/") };

    /// <summary>The bytes of a Part 10 file.</summary>
    public static byte[] FileOf(DemoInstance instance, TransferSyntax? syntax = null)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, instance.SopClassUid, instance.SopInstanceUid, (syntax ?? instance.TransferSyntax).Uid, null);
        DataSetWriter.Write(output, instance.DataSet, syntax ?? instance.TransferSyntax);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Stores one file; the status, and the UIDs when it was kept.</summary>
    public async Task<(int Status, string? Study, string? Series, string? Instance)> StoreAsync(byte[] file, string target = "studies")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        using var response = await Client.PostAsync(target, content);
        var text = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode is not (200 or 202))
            return ((int)response.StatusCode, null, null, null);
        using var json = JsonDocument.Parse(text);
        var url = json.RootElement.GetProperty("00081199").GetProperty("Value")[0].GetProperty("00081190").GetProperty("Value")[0].GetString()!.Split('/');
        return ((int)response.StatusCode, url[^5], url[^3], url[^1]);
    }

    public Task WhenPublishedAsync() => Services.GetRequiredService<IInstanceIngest>().WhenPublishedAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

    /// <summary>The first audit event that fits; the trail is written behind the answers, so this waits for it.</summary>
    public async Task<AuditEvent> AuditedAsync(Func<AuditEvent, bool> fits)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var events = await Services.GetRequiredService<IAuditTrail>().ReadAsync(null, null, 10_000, CancellationToken.None);
            if (events.FirstOrDefault(fits) is { } found)
                return found;
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30), $"not audited; there are: {string.Join('\n', events)}");
        }
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null, Action<HttpRequestMessage>? prepare = null, HttpClient? client = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        prepare?.Invoke(request);
        return await (client ?? Client).SendAsync(request);
    }

    public async Task<JsonDocument> GetJsonAsync(string path, HttpClient? client = null)
    {
        using var response = await GetAsync(path, "application/dicom+json", client: client);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} for {path}: {text}");
        Assert.Equal("application/dicom+json", response.Content.Headers.ContentType!.ToString());
        return JsonDocument.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static AccessGrant GrantOf(HttpRequest request)
    {
        var path = request.Path.Value!.Split('/');
        return path[1] == "l"
            ? new AccessGrant.LinkBearer("link-1", [.. path[2].Split(',').Select(uid => new Uid(uid))], LinkPermission.Download)
            : new AccessGrant.User("tester", IsAdministrator: false);
    }
}

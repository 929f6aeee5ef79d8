using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Tests;

/// <summary>The web side on a real server and a real archive in a directory of its own; nothing is replaced but the clock.</summary>
internal sealed partial class TestGateway : IAsyncDisposable
{
    public const string UserName = "bs.lan";

    /// <summary>Of every second factor in these tests.</summary>
    public const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    public const string Password = "mùa thu lá vàng rơi";

    private readonly bool _ownsDirectory;

    private TestGateway(WebApplication server, string directory, bool ownsDirectory, ManualClock clock, CollectedLogs logs) =>
        (Server, Directory, _ownsDirectory, Clock, Logs) = (server, directory, ownsDirectory, clock, logs);

    public string Directory { get; }

    public WebApplication Server { get; }

    public ManualClock Clock { get; }

    public CollectedLogs Logs { get; }

    public Uri Address => new(Server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="beside">Another node of the same gateway: same data directory, same clock; it must be ended last.</param>
    public static async Task<TestGateway> StartAsync(ViewerOptions? options = null, StorageOptions? storage = null, TestGateway? beside = null)
    {
        var directory = beside?.Directory ?? System.IO.Directory.CreateTempSubdirectory("viewer-").FullName;
        var clock = beside?.Clock ?? new ManualClock();
        var logs = new CollectedLogs();
        options ??= new ViewerOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddStorage((storage ?? new StorageOptions()) with { Data = directory, SpoolReserveBytes = 1 << 20 });
        builder.Services.AddViewerApi(options);
        var server = builder.Build();
        server.MapViewerApi(options);
        await server.StartAsync();
        return new TestGateway(server, directory, beside is null, clock, logs);
    }

    public T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    /// <summary>A browser: keeps cookies, follows no redirects.</summary>
    public HttpClient Browser(string userAgent = "Mozilla/5.0 (test)")
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");
        return client;
    }

    /// <summary>A program with a name and a password.</summary>
    public HttpClient Program(string userName = UserName, string password = Password)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
        return client;
    }

    public Task AddUserAsync(Role role = Role.Radiologist, string userName = UserName, bool mustChange = false) =>
        AddUserAsync(role, userName, mustChange, hasSecondFactor: role == Role.Reviewer);

    public async Task AddUserAsync(Role role, string userName, bool mustChange, bool hasSecondFactor)
    {
        await Get<Accounts>().CreateAsync(userName, Password, role, mustChange, "test", CancellationToken.None);
        if (hasSecondFactor)
            Assert.NotNull(await Get<SecondFactors>().EnrolAsync(userName, Secret, Totp.CodeAt(Secret, Clock.GetUtcNow()), null, CancellationToken.None));
    }

    /// <summary>A browser in which the user has signed in.</summary>
    public async Task<HttpClient> SignedInAsync(string userName = UserName)
    {
        var browser = Browser();
        var answer = await PostAsync(browser, "/sign-in", "/sign-in", ("user", userName), ("password", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        if (answer.Headers.Location!.OriginalString.StartsWith("/sign-in/code", StringComparison.Ordinal))
        {
            Clock.Advance(TimeSpan.FromSeconds(30)); // a code is taken once
            answer = await PostAsync(browser, "/sign-in/code", "/sign-in/code", ("code", Totp.CodeAt(Secret, Clock.GetUtcNow())));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        return browser;
    }

    /// <summary>Opens a page with a form and posts it with the page's antiforgery token.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        var token = AntiforgeryField().Match(html).Groups[1].Value;
        Assert.NotEmpty(token);
        return await browser.PostAsync(
            action, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    /// <summary>Page text as a person reads it.</summary>
    public static string Decoded(string html) => WebUtility.HtmlDecode(html);

    public Task<CreatedStudyLink> CreateLinkAsync(Uid study, string? pin = null, Func<NewStudyLink, NewStudyLink>? change = null) =>
        Get<IStudyLinks>().CreateAsync((change ?? (wish => wish))(new NewStudyLink([study], Clock.GetUtcNow().AddDays(30), pin, "test", null)
        {
            Basis = LinkBasis.PatientRequest, Permission = LinkPermission.Download,
        }), CancellationToken.None);

    public Task<IReadOnlyList<AuditEvent>> AuditAsync(Uid? study = null, string? link = null) => Get<IAuditTrail>().ReadWrittenAsync(study, link);

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync();
        await Server.DisposeAsync();
        if (_ownsDirectory)
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

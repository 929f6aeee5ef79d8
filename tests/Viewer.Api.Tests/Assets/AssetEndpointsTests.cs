using System.IO.Compression;
using System.Net;
using System.Text;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Assets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Tests.Assets;

public sealed class AssetEndpointsTests : IAsyncLifetime, IDisposable
{
    private const string Script = "console.log('a script long enough to be worth compressing');";

    private readonly string _parent = Directory.CreateTempSubdirectory("assets-").FullName;
    private WebApplication _server = null!;
    private HttpClient _client = null!;
    private AccessRule? _lastRule;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_parent, "secret.txt"), "outside");
        await WriteAsync("app/site.ABCD1234.js", Script);
        await WriteAsync("app/site.ABCD1234.js.br", Brotli(Script));
        await WriteAsync("app/site.ABCD1234.js.gz", "gz");
        await WriteAsync("app/manifest.json", """{ "site.js": "site.ABCD1234.js" }""");
        await WriteAsync("ohif/index.html", "<html>viewer</html>");
        await WriteAsync("ohif/app-config.js", "window.config = {};");
        await WriteAsync("ohif/files/0a1b2c/decoder.wasm", "\0asm");
        await WriteAsync("ohif/files/0a1b2c/worker.js", "postMessage(1);");
        await WriteAsync("ohif/files/0a1b2c/unknown.kind", "?");
        _server = await StartAsync(Path.Combine(_parent, "dist"));
        _client = ClientOf(_server);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task The_best_accepted_form_is_sent(string? accept, string? expected)
    {
        var response = await GetAsync("/app/site.ABCD1234.js", accept);

        Assert.Equal(expected is null ? [] : [expected], response.Content.Headers.ContentEncoding);
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
        if (expected is null)
            Assert.Equal(Script, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_compressed_form_holds_the_same_script()
    {
        var response = await GetAsync("/app/site.ABCD1234.js", "br");

        await using var plain = new BrotliStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Equal(Script, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_form_that_the_browser_already_has_is_not_sent_again()
    {
        var first = await GetAsync("/ohif/viewer?StudyInstanceUIDs=1.2.3", null);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/ohif/viewer?StudyInstanceUIDs=1.2.3");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var second = await _client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/app/site.ABCD1234.js", true)]
    [InlineData("/ohif/files/0a1b2c/decoder.wasm", true)]
    [InlineData("/app/manifest.json", false)]
    [InlineData("/ohif/viewer", false)]
    [InlineData("/ohif/app-config.js", false)]
    public async Task Only_addresses_with_a_hash_are_kept_for_ever(string address, bool immutable)
    {
        var response = await GetAsync(address, null);

        Assert.Equal(immutable ? "public, max-age=31536000, immutable" : "no-cache", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task WebAssembly_has_the_type_that_browsers_insist_on() =>
        Assert.Equal("application/wasm", (await GetAsync("/ohif/files/0a1b2c/decoder.wasm", null)).Content.Headers.ContentType?.ToString());

    [Fact]
    public async Task A_place_inside_the_viewer_gives_its_page_with_a_policy_that_allows_no_foreign_script()
    {
        var response = await GetAsync("/ohif/viewer?StudyInstanceUIDs=1.2.3", null);

        Assert.Equal("<html>viewer</html>", await response.Content.ReadAsStringAsync());
        var scripts = Assert.Single(response.Headers.GetValues("Content-Security-Policy")).Split(';')
            .Single(part => part.TrimStart().StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("'unsafe-inline'", scripts, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", scripts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_viewers_workers_may_compile_decoders()
    {
        var response = await GetAsync("/ohif/files/0a1b2c/worker.js", null);

        Assert.Contains("'wasm-unsafe-eval'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/app/../secret.txt")]
    [InlineData("/app/%2e%2e/secret.txt")]
    [InlineData("/app/..%2f..%2fsecret.txt")]
    [InlineData("/app/..%5c..%5csecret.txt")]
    [InlineData("/app//etc/passwd")]
    [InlineData("/ohif/files/0a1b2c/../../../../secret.txt")]
    [InlineData("/ohif/files/0a1b2c/unknown.kind")]
    [InlineData("/app/site.ABCD1234.js.br")]
    [InlineData("/app/")]
    [InlineData("/ohif/files/0a1b2c/missing.js")]
    public async Task Nothing_outside_the_list_is_served(string address)
    {
        // a request line as an attacker writes it: HttpClient would tidy the path
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(_client.BaseAddress!.Host, _client.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 404", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_built_web_part_the_viewer_says_what_to_do()
    {
        await using var server = await StartAsync(Path.Combine(_parent, "nothing-here"));
        using var client = ClientOf(server);

        var response = await client.GetAsync(new Uri("/ohif/viewer", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("./run", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_tells_the_viewer_its_language()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ohif/viewer");
        request.Headers.Add("Cookie", "lang=en");

        var response = await _client.SendAsync(request);

        Assert.StartsWith("i18next=en; path=/ohif", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/app/site.ABCD1234.js", AccessLevel.Anonymous)]
    [InlineData("/ohif/files/0a1b2c/decoder.wasm", AccessLevel.Anonymous)]
    [InlineData("/ohif/viewer", AccessLevel.User)]
    public async Task Files_are_open_and_the_viewer_asks_people_to_sign_in(string address, AccessLevel level)
    {
        await GetAsync(address, null);

        Assert.Equal(level, _lastRule?.Level);
    }

    [Theory]
    [InlineData("/ohif")]
    [InlineData("/ohif/")]
    public async Task The_viewers_own_list_is_never_shown(string address) =>
        Assert.Equal("list", await (await GetAsync(address, null)).Content.ReadAsStringAsync());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_parent, recursive: true);
    }

    private async Task<WebApplication> StartAsync(string directory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(WebAssets.Open(directory));
        var server = builder.Build();
        server.UseRouting();
        server.Use((context, next) =>
        {
            _lastRule = context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>();
            return next(context);
        });
        server.MapWebAssets();
        server.MapGet("/studies", () => "list").IsAnonymous();
        await server.StartAsync();
        return server;
    }

    private static HttpClient ClientOf(WebApplication server) => new()
    {
        BaseAddress = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
    };

    private async Task<HttpResponseMessage> GetAsync(string address, string? acceptEncoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (acceptEncoding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        return (await _client.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private Task WriteAsync(string name, string content) => WriteAsync(name, Encoding.UTF8.GetBytes(content));

    private async Task WriteAsync(string name, byte[] content)
    {
        var path = Path.Combine(_parent, "dist", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content);
    }

    private static byte[] Brotli(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}

using System.Net;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

public sealed class CorsTests : IAsyncLifetime
{
    private const string Friend = "https://viewer.example";
    private DicomWebServer _open = null!;
    private DicomWebServer _closed = null!;

    public async Task InitializeAsync()
    {
        _open = await DicomWebServer.StartAsync(new ViewerOptions { CorsOrigins = [Friend + "/"] });
        _closed = await DicomWebServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _open.DisposeAsync();
        await _closed.DisposeAsync();
    }

    [Theory]
    [InlineData(Friend, true)]
    [InlineData("https://viewer.example.evil", false)]
    [InlineData("null", false)]
    public async Task Sites_that_settings_name_may_read(string origin, bool isAllowed)
    {
        using var preflight = await SendAsync(_open, HttpMethod.Options, origin, "GET");
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(isAllowed ? [origin] : [], Allowed(preflight));
        using var search = await SendAsync(_open, HttpMethod.Get, origin);
        Assert.Equal(isAllowed ? [origin] : [], Allowed(search));
        Assert.Equal(["Accept", "Accept-Encoding", "Origin"], search.Headers.Vary);
    }

    [Fact]
    public async Task Nobody_may_when_settings_name_nobody()
    {
        using var preflight = await SendAsync(_closed, HttpMethod.Options, Friend, "GET");
        Assert.Empty(Allowed(preflight));
        using var search = await SendAsync(_closed, HttpMethod.Get, Friend);
        Assert.Empty(Allowed(search));
    }

    [Fact]
    public async Task A_refusal_can_be_read_too()
    {
        using var response = await SendAsync(_open, HttpMethod.Get, Friend, path: "studies/1.2.3/metadata");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal([Friend], Allowed(response));
    }

    private static Task<HttpResponseMessage> SendAsync(DicomWebServer server, HttpMethod method, string origin, string? asked = null, string path = "studies")
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (asked is not null)
            request.Headers.Add("Access-Control-Request-Method", asked);
        return server.Client.SendAsync(request);
    }

    private static IEnumerable<string> Allowed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values : [];
}

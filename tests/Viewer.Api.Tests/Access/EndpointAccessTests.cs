using System.Net;
using System.Text.RegularExpressions;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.Access;
using ImagingGateway.Viewer.Api.Pages;
using ImagingGateway.Viewer.Api.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Tests.Access;

/// <summary>Walks over every endpoint that is mapped, so that none can be forgotten.</summary>
public sealed partial class EndpointAccessTests : IAsyncLifetime
{
    /// <summary>Everything that answers without sign-in and without a link. Adding a line here is a decision.</summary>
    private static readonly string[] Anonymous =
    [
        "GET /health/live", "GET /sign-in", "POST /sign-in", "GET /l/{token}", "POST /l/{token}",
        "GET /c", "POST /c",
        "GET /app/{**path}", "GET /ohif/app-config.js", "GET /ohif/files/{**path}",
        "GET /.well-known/jwks.json",
    ];

    private TestGateway _gateway = null!;
    private Uid _shared;
    private StoredInstance _other = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        var ingest = _gateway.Get<IInstanceIngest>();
        _shared = await DemoSeed.CtAsync(ingest);
        var otherStudy = await DemoSeed.UltrasoundAsync(ingest);
        await foreach (var instance in _gateway.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(otherStudy), CancellationToken.None))
            _other = instance;
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public void Every_endpoint_states_a_rule_and_the_open_ones_are_on_the_list()
    {
        Assert.All(Endpoints(), endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<AccessRule>()));
        Assert.Equal(Anonymous.Order(), Names(AccessLevel.Anonymous).Order());
    }

    [Fact]
    public void Whatever_lies_below_a_link_needs_that_link_and_nothing_else_does()
    {
        Assert.All(Names(AccessLevel.Link), name => Assert.Contains("/l/{token}/", name, StringComparison.Ordinal));
        Assert.DoesNotContain(Names(AccessLevel.User).Concat(Names(AccessLevel.Administrator)).Concat(Names(AccessLevel.SignedIn)), name => name.Contains("/l/", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_form_is_guarded()
    {
        foreach (var endpoint in Endpoints().Where(endpoint => MethodsOf(endpoint).Contains("POST")))
        {
            var pattern = endpoint.RoutePattern.RawText!;
            if (!pattern.StartsWith("/api/", StringComparison.Ordinal) && !pattern.Contains("/dicom-web/", StringComparison.Ordinal))
                Assert.NotNull(endpoint.Metadata.GetMetadata<FormPostMetadata>());
        }
    }

    [Fact]
    public async Task Without_sign_in_no_protected_endpoint_answers()
    {
        using var nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _gateway.Address };
        foreach (var (endpoint, method) in Protected(AccessLevel.SignedIn, AccessLevel.User, AccessLevel.Administrator))
        {
            using var answer = await nobody.SendAsync(new HttpRequestMessage(new HttpMethod(method), Fill(endpoint, "x")));
            var isPage = endpoint.Metadata.GetMetadata<AccessRule>()!.IsPage;
            Assert.True(answer.StatusCode == (isPage ? HttpStatusCode.Redirect : HttpStatusCode.Unauthorized), $"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            if (isPage)
                Assert.StartsWith("/sign-in?return=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_token_opens_no_endpoint()
    {
        using var nobody = _gateway.Browser();
        foreach (var (endpoint, method) in Protected(AccessLevel.Link))
        {
            using var answer = await nobody.SendAsync(new HttpRequestMessage(new HttpMethod(method), Fill(endpoint, "AAAAAAAAAAAAAAAAAAAAAAAA")));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task With_a_valid_link_another_study_does_not_exist_at_any_endpoint()
    {
        var token = (await _gateway.CreateLinkAsync(_shared)).Token;
        using var bearer = _gateway.Browser();
        var tried = 0;
        foreach (var (endpoint, method) in Protected(AccessLevel.Link).Where(pair => pair.Endpoint.RoutePattern.RawText!.Contains("{study}", StringComparison.Ordinal)))
        {
            using var answer = await bearer.SendAsync(new HttpRequestMessage(new HttpMethod(method), Fill(endpoint, token)));
            var expected = method == "POST" ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound;
            Assert.True(answer.StatusCode == expected || answer.StatusCode == HttpStatusCode.NotFound, $"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            tried++;
        }

        Assert.True(tried > 20, "the link's DICOMweb endpoints must be among those tried");
    }

    [Fact]
    public async Task With_a_valid_link_searches_find_its_own_study_only()
    {
        var token = (await _gateway.CreateLinkAsync(_shared)).Token;
        using var bearer = _gateway.Browser();
        foreach (var level in new[] { "studies", "series", "instances" })
        {
            var found = await bearer.GetStringAsync($"/l/{token}/dicom-web/{level}?includefield=all");
            Assert.Contains(_shared.Value, found, StringComparison.Ordinal);
            Assert.DoesNotContain(_other.StudyInstanceUid.Value, found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_reviewer_is_refused_at_every_endpoint_of_the_staff_and_finds_no_study_without_a_grant()
    {
        await _gateway.AddUserAsync(Role.Reviewer);
        using var reviewer = await _gateway.SignedInAsync();
        foreach (var (endpoint, method) in Protected(AccessLevel.User, AccessLevel.Administrator))
        {
            using var answer = await reviewer.SendAsync(new HttpRequestMessage(new HttpMethod(method), Fill(endpoint, "x")));
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
        }

        var tried = 0;
        foreach (var (endpoint, method) in Protected(AccessLevel.SignedIn).Where(pair => pair.Endpoint.RoutePattern.RawText!.Contains("{study}", StringComparison.Ordinal)))
        {
            using var answer = await reviewer.SendAsync(new HttpRequestMessage(new HttpMethod(method), Fill(endpoint, "x")));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            tried++;
        }

        Assert.True(tried >= 2, "pictures and their pages must be among those tried");
    }

    private IEnumerable<RouteEndpoint> Endpoints() => _gateway.Get<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>();

    private IEnumerable<(RouteEndpoint Endpoint, string Method)> Protected(params AccessLevel[] levels) =>
        from endpoint in Endpoints()
        where levels.Contains(endpoint.Metadata.GetMetadata<AccessRule>()!.Level)
        from method in MethodsOf(endpoint)
        where method != HttpMethods.Head
        select (endpoint, method);

    private IEnumerable<string> Names(AccessLevel level) =>
        from endpoint in Endpoints()
        where endpoint.Metadata.GetMetadata<AccessRule>()!.Level == level
        from method in MethodsOf(endpoint)
        where method != HttpMethods.Head
        select $"{method} {endpoint.RoutePattern.RawText}";

    internal static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;

    /// <summary>The address with every parameter filled in, so that what is asked for really exists, in the other study.</summary>
    private string Fill(RouteEndpoint endpoint, string token) => Fill(endpoint, token, _other);

    internal static string Fill(RouteEndpoint endpoint, string token, StoredInstance instance) => RouteParameter().Replace(endpoint.RoutePattern.RawText!, match => match.Groups[1].Value switch
    {
        "token" => token,
        "study" => instance.StudyInstanceUid.Value,
        "series" => instance.SeriesInstanceUid.Value,
        "instance" => instance.SopInstanceUid.Value,
        "frame" or "frames" or "number" => "1",
        "path" => "7FE00010",
        _ => "x",
    });

    [GeneratedRegex(@"\{\*{0,2}(\w+)(:\w+)?\}")]
    private static partial Regex RouteParameter();
}

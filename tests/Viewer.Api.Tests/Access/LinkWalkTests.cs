using System.Net;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Viewer.Api.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImagingGateway.Viewer.Api.Tests.Access;

/// <summary>Every endpoint below a link × what the link permits × what state it is in × own or other study.</summary>
public sealed class LinkWalkTests : IAsyncLifetime
{
    private const string Pin = "2468";

    private TestGateway _gateway = null!;
    private StoredInstance _own = null!, _other = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        var ingest = _gateway.Get<IInstanceIngest>();
        _own = await FirstOfAsync(await DemoSeed.CtAsync(ingest));
        _other = await FirstOfAsync(await DemoSeed.UltrasoundAsync(ingest));
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public void Every_endpoint_below_a_link_says_what_it_needs_and_only_storing_is_never_permitted()
    {
        var silent = BelowLinks().Where(pair => pair.Endpoint.Metadata.GetMetadata<LinkRight>() is null).Select(pair => $"{pair.Method} {pair.Endpoint.RoutePattern.RawText}");
        Assert.Equal(["POST /l/{token}/dicom-web/studies", "POST /l/{token}/dicom-web/studies/{study}"], silent.Order());
    }

    [Fact]
    public void Pictures_need_least_and_files_most()
    {
        foreach (var (endpoint, method) in BelowLinks().Where(pair => pair.Method == "GET"))
        {
            var path = endpoint.RoutePattern.RawText!;
            var isDicomWeb = path.Contains("/dicom-web/", StringComparison.Ordinal);
            var isFile = isDicomWeb && (path.EndsWith("/{study}", StringComparison.Ordinal) || path.EndsWith("/{series}", StringComparison.Ordinal) || path.EndsWith("/{instance}", StringComparison.Ordinal));
            var isLossless = isDicomWeb && !path.EndsWith("/rendered", StringComparison.Ordinal) && !path.EndsWith("/thumbnail", StringComparison.Ordinal);
            var needs = endpoint.Metadata.GetMetadata<LinkRight>()!.Needs;
            if (isFile)
                Assert.True(needs == LinkPermission.Download, $"{method} {path} gives out files");
            else if (isLossless)
                Assert.True(needs == LinkPermission.ViewFull, $"{method} {path} gives out data");
        }
    }

    [Theory]
    [InlineData(LinkPermission.View)]
    [InlineData(LinkPermission.ViewFull)]
    [InlineData(LinkPermission.Download)]
    public async Task A_good_link_opens_what_it_permits_of_its_own_study_and_nothing_else(LinkPermission permission)
    {
        var token = (await LinkAsync(permission)).Token;
        using var bearer = _gateway.Browser();
        foreach (var (endpoint, method) in BelowLinks())
        {
            var isPermitted = permission >= endpoint.Metadata.GetMetadata<LinkRight>()?.Needs;
            // what is named by an id of its own is not there in this archive, and the packaged viewer is not built for it
            var path = endpoint.RoutePattern.RawText!;
            var found = path.Contains("{id}", StringComparison.Ordinal) ? HttpStatusCode.NotFound : path.Contains("/ohif/", StringComparison.Ordinal) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
            var own = await SendAsync(bearer, endpoint, method, token, _own);
            Assert.True(own == (isPermitted ? found : HttpStatusCode.Forbidden), $"{permission}: {method} {endpoint.RoutePattern.RawText}: {own}");
            if (!endpoint.RoutePattern.RawText!.Contains("{study}", StringComparison.Ordinal))
                continue;
            var other = await SendAsync(bearer, endpoint, method, token, _other);
            Assert.True(other == (isPermitted ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden), $"{permission}, other study: {method} {endpoint.RoutePattern.RawText}: {other}");
        }
    }

    [Theory]
    [InlineData("not yet", HttpStatusCode.Forbidden)]
    [InlineData("expired", HttpStatusCode.Gone)]
    [InlineData("revoked", HttpStatusCode.Gone)]
    [InlineData("used up", HttpStatusCode.Gone)]
    [InlineData("not confirmed", HttpStatusCode.Forbidden)]
    [InlineData("no PIN", HttpStatusCode.Forbidden)]
    [InlineData("locked", HttpStatusCode.TooManyRequests)]
    public async Task A_link_in_any_other_state_opens_nothing(string state, HttpStatusCode expected)
    {
        var tokens = new List<string>();
        foreach (var permission in Enum.GetValues<LinkPermission>())
            tokens.Add(await InStateAsync(state, permission));
        if (state == "expired")
            _gateway.Clock.Advance(TimeSpan.FromDays(31));
        using var bearer = _gateway.Browser();
        var tried = 0;
        foreach (var (endpoint, method) in BelowLinks())
        {
            foreach (var token in tokens)
            {
                foreach (var instance in new[] { _own, _other })
                {
                    var status = await SendAsync(bearer, endpoint, method, token, instance);
                    // a person is sent to the page where the PIN is asked for
                    var isRedirect = status == HttpStatusCode.Redirect && endpoint.Metadata.GetMetadata<AccessRule>()!.IsPage && state is "not confirmed" or "no PIN";
                    Assert.True(status == expected || isRedirect, $"{state}: {method} {endpoint.RoutePattern.RawText}: {status}");
                    tried++;
                }
            }
        }

        Assert.True(tried > 100, "every endpoint, permission and study must have been tried");
    }

    private async Task<string> InStateAsync(string state, LinkPermission permission)
    {
        var now = _gateway.Clock.GetUtcNow();
        var created = state switch
        {
            "not yet" => await LinkAsync(permission, wish => wish with { NotBefore = now.AddDays(1) }),
            "used up" or "not confirmed" => await LinkAsync(permission, wish => wish with { MaxOpenings = 1 }),
            "no PIN" or "locked" => await LinkAsync(permission, wish => wish with { Pin = Pin }),
            _ => await LinkAsync(permission),
        };
        var links = _gateway.Get<IStudyLinks>();
        if (state == "revoked")
            await links.RevokeAsync(created.Link.Id, "test", CancellationToken.None);
        if (state == "used up")
            Assert.IsType<StudyLinkOpening.Open>((await links.ConfirmAsync(created.Token, null, new LinkVisitor(null), CancellationToken.None)).Opening);
        for (var wrong = 0; state == "locked" && wrong < StudyLinkPolicy.PinAttempts; wrong++)
            await links.ConfirmAsync(created.Token, "0000", new LinkVisitor(null), CancellationToken.None);
        return created.Token;
    }

    private Task<CreatedStudyLink> LinkAsync(LinkPermission permission, Func<NewStudyLink, NewStudyLink>? change = null) =>
        _gateway.CreateLinkAsync(_own.StudyInstanceUid, null, wish => (change ?? (same => same))(wish with { Permission = permission }));

    private static async Task<HttpStatusCode> SendAsync(HttpClient bearer, RouteEndpoint endpoint, string method, string token, StoredInstance instance)
    {
        using var answer = await bearer.SendAsync(new HttpRequestMessage(new HttpMethod(method), EndpointAccessTests.Fill(endpoint, token, instance)));
        return answer.StatusCode;
    }

    private IEnumerable<(RouteEndpoint Endpoint, string Method)> BelowLinks() =>
        from endpoint in _gateway.Get<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<AccessRule>()!.Level == AccessLevel.Link
        from method in EndpointAccessTests.MethodsOf(endpoint)
        where method != HttpMethods.Head
        select (endpoint, method);

    private async Task<StoredInstance> FirstOfAsync(Uid study)
    {
        await foreach (var instance in _gateway.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(study), CancellationToken.None))
            return instance;
        throw new InvalidOperationException("The study is not there.");
    }
}

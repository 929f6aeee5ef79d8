using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Filmless.Tests;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Viewer.Api.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ImagingGateway.Viewer.Api.Tests.Access;

public sealed class LinkWatchTests
{
    /// <summary>A host that never came up ends its services by disposing of them, and reports those that end with an exception as crashed.</summary>
    [Fact]
    public async Task It_cuts_what_has_ended_and_ends_quietly_with_a_host_that_did_not_start()
    {
        await using var gateway = await TestGateway.StartAsync();
        var link = await gateway.CreateLinkAsync(await DemoSeed.CtAsync(gateway.Get<IInstanceIngest>()));
        await gateway.Get<IStudyLinks>().RevokeAsync(link.Link.Id, "test", CancellationToken.None);
        var watch = new LinkWatch(gateway.Get<IStudyLinks>());
        await watch.StartAsync(CancellationToken.None);
        var request = new Request();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(request);
        using (watch.CutWhenEnded(link.Link.Id, context))
            await request.Cut.Task.WaitAsync(TimeSpan.FromMinutes(1));

        watch.Dispose();
        await watch.ExecuteTask!;

        Assert.True(watch.ExecuteTask.IsCompletedSuccessfully);
    }

    private sealed class Request : IHttpRequestLifetimeFeature
    {
        public TaskCompletionSource Cut { get; } = new();

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Cut.TrySetResult();
    }
}

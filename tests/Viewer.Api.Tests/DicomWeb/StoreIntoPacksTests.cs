using System.Net;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Tests.Index;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

/// <summary>
/// STOW-RS where images are gathered into packs: real PostgreSQL and S3, and a clock that stands still until a test moves it, so that no pack is closed and
/// nobody's patience ends by itself.
/// </summary>
[Collection("postgres")]
public sealed class StoreIntoPacksTests(PostgresServer postgres, S3Server s3) : IClassFixture<S3Server>, IAsyncLifetime
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    /// <summary>Closes a pack; two thousand of them are a reader's patience.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly List<DemoInstance> _sent = [.. DemoStudies.ChestCT(DateTime.Today, slices: 80, size: 32)];
    private DicomWebServer _server = null!;

    private Uid Study => _sent[0].DataSet.GetUid(Tags.StudyInstanceUID);

    public async Task InitializeAsync() => await StartAsync(s3.Options with { PackQuiet = Moment });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("studies/{study}/instances")]
    [InlineData("instances?StudyInstanceUID={study}")]
    [InlineData("studies/{study}/metadata")]
    public async Task Who_sends_in_batches_and_asks_next_sees_everything_and_the_batches_share_a_pack(string question)
    {
        await SendAsync();
        Assert.Equal(0, await CountAsync("instances"));

        var answer = CountAsync(question.Replace("{study}", Study.Value, StringComparison.Ordinal));
        Assert.Equal(_sent.Count, await WhileTimePassesAsync(answer));
        Assert.InRange(await ObjectsAsync(), 1, 2); // time may have begun to pass when the last of ten batches was not yet with the others
        Assert.Equal(_sent.Count, await CountAsync($"studies/{Study}/instances"));
    }

    [Fact]
    public async Task What_is_visible_is_given_out_while_others_of_its_study_wait()
    {
        var (first, others) = (_sent[0], _sent[1..]);
        await SendAsync([first]);
        await WhileTimePassesAsync(_server.WhenPublishedAsync());
        await SendAsync(others);

        // the clock stands: whoever waits, waits for ever
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(first).WaitAsync(LongEnough));
        Assert.Equal(HttpStatusCode.OK, await WhileTimePassesAsync(StatusAsync(others[^1])));
    }

    [Fact]
    public async Task A_study_that_never_gets_through_costs_one_reader_a_moment_and_the_next_ones_nothing()
    {
        await _server.DisposeAsync();
        await StartAsync(s3.Options with { PackQuiet = TimeSpan.FromDays(1), PackLongest = TimeSpan.FromDays(1) });
        await SendAsync();

        Assert.Equal(0, await WhileTimePassesAsync(CountAsync($"studies/{Study}/series"), TimeSpan.FromSeconds(1)));
        Assert.Equal(0, await CountAsync($"studies/{Study}/series").WaitAsync(LongEnough));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_sent[0]).WaitAsync(LongEnough));
    }

    [Fact]
    public async Task Whom_a_link_does_not_open_the_study_learns_nothing_by_waiting()
    {
        await SendAsync();
        using var client = _server.LinkClient(Uid.New());
        using var named = await _server.GetAsync($"instances?StudyInstanceUID={Study}", client: client).WaitAsync(LongEnough);
        Assert.Equal("[]", await named.Content.ReadAsStringAsync());
        using var addressed = await _server.GetAsync($"studies/{Study}/instances", client: client).WaitAsync(LongEnough);
        Assert.Equal(HttpStatusCode.NotFound, addressed.StatusCode);
    }

    private async Task StartAsync(S3Options options)
    {
        var storage = (await postgres.NewSchemaAsync()) with { Objects = "s3", S3 = options with { Bucket = $"stow-{Guid.NewGuid():n}" } };
        _server = await DicomWebServer.StartAsync(storage: storage, clock: _clock);
    }

    private async Task<T> WhileTimePassesAsync<T>(Task<T> answer, TimeSpan? step = null)
    {
        await WhileTimePassesAsync((Task)answer, step);
        return await answer;
    }

    private async Task WhileTimePassesAsync(Task answer, TimeSpan? step = null)
    {
        await Eventually.IsTrueAsync(() =>
        {
            _clock.Advance(step ?? Moment);
            return answer.IsCompleted;
        });
        await answer;
    }

    private Task SendAsync() => SendAsync(_sent);

    private async Task SendAsync(IReadOnlyList<DemoInstance> instances)
    {
        foreach (var batch in instances.Chunk(8))
        {
            using var content = new MultipartContent("related", "abc");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=abc");
            foreach (var instance in batch)
                content.Add(new ByteArrayContent(DicomWebServer.FileOf(instance)) { Headers = { { "Content-Type", "application/dicom" } } });
            using var response = await _server.Client.PostAsync("studies", content).WaitAsync(LongEnough);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private async Task<int> CountAsync(string path)
    {
        using var response = await _server.GetAsync(path, "application/dicom+json");
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{response.StatusCode} for {path}");
        if (response.StatusCode == HttpStatusCode.NotFound)
            return 0;
        using var json = await System.Text.Json.JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return json.RootElement.GetArrayLength();
    }

    private async Task<HttpStatusCode> StatusAsync(DemoInstance instance)
    {
        using var response = await _server.GetAsync($"studies/{Study}/series/{SeriesOf(instance)}/instances/{instance.SopInstanceUid}/frames/1");
        return response.StatusCode;
    }

    private async Task<int> ObjectsAsync()
    {
        var count = 0;
        await foreach (var _ in _server.Services.GetRequiredService<IObjectStore>().ListAsync(CancellationToken.None))
            count++;
        return count;
    }

    private static Uid SeriesOf(DemoInstance instance) => instance.DataSet.GetUid(Tags.SeriesInstanceUID);
}

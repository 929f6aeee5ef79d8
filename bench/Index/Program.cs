using System.Diagnostics;
using System.Globalization;
using ImagingGateway.Bench.Index;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Index;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;

// index-bench DATA_DIR|CONNECTION_STRING STUDIES: fills an index up to that many studies, then asks what people ask.
// index-bench DATA_DIR|CONNECTION_STRING STUDIES SMALL: fills an empty index with so few, multiplies them inside the database, and ends.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var small = 0;
if (args.Length is not (2 or 3) || !int.TryParse(args[1], out var studies) || (args.Length == 3 && !int.TryParse(args[2], out small)))
{
    Console.Error.WriteLine("usage: index-bench DATA_DIR|POSTGRES_CONNECTION_STRING STUDIES [SMALL]");
    return 2;
}

var options = args[0].Contains('=', StringComparison.Ordinal)
    ? new StorageOptions { Index = "postgres", Postgres = new PostgresOptions { ConnectionString = args[0] } }
    : new StorageOptions { Data = args[0] };
await using var services = new ServiceCollection().AddLogging().AddIndex(options).BuildServiceProvider();
await services.GetRequiredService<MigrationRunner>().RunAsync(default);
var publication = services.GetRequiredService<IPublicationIndex>();
var search = services.GetRequiredService<IInstanceSearch>();
var list = services.GetRequiredService<IStudyList>();
var retrieval = services.GetRequiredService<IRetrievalIndex>();
var generator = new ArchiveGenerator(1);

var random = new Random(7);
Console.WriteLine($"{options.Index}, {Environment.ProcessorCount} processors; one instance in each study");
if (small > 0)
{
    await FillAsync(small);
    await Multiplication.RunAsync(services.GetRequiredService<GatewayDatabase>().DataSource, small, studies / small);
    return 0;
}

await IngestAsync();
await FillAsync(studies);
await IngestAsync();
const int seriesImages = 100;
const int series = 80_000_000;
await publication.PublishAsync([.. generator.Study(series, studies, seriesImages)], default);
const int year = 2016 + (3_900 / 365 / 2);
await Find("find study by accession", Study(_ => (Tags.AccessionNumber, ArchiveGenerator.AccessionOf(random.Next(studies)))), 200);
await Find("find study by patient ID", Study(_ => (Tags.PatientID, $"BN{random.Next(studies * 2 / 3):0000000}")), 200);
await Find("find study by UID", Study(_ => (Tags.StudyInstanceUID, ArchiveGenerator.StudyOf(random.Next(studies)))), 200);
await Find("find by name prefix, 100 answers", Study(_ => (Tags.PatientName, string.Join(' ', SomeName().Take(2)).ToUpperInvariant() + "*")), 200, 100);
await Find("find by name contains, 100 answers", Study(_ => (Tags.PatientName, $"*{SomeName()[^1].ToUpperInvariant()}*")), 200, 100);
await Find("find by name end, 100 answers", Study(_ => (Tags.PatientName, $"*{SomeName()[^1].ToUpperInvariant()}")), 200, 100);
await Find("find by full name, 100 answers", Study(_ => (Tags.PatientName, string.Join(' ', SomeName()).ToUpperInvariant())), 200, 100);
await Find("one week's studies, all", Study(_ => (Tags.StudyDate, $"{year}0301-{year}0307")), 30);
await Find("latest 100 of a modality", Study(_ => (Tags.ModalitiesInStudy, "MG")), 30, 100);
await Find("instances of a 100-image series", round => new IndexQuery(QueryLevel.Instance, [new KeyMatch(Tags.SeriesInstanceUID, ArchiveGenerator.StudyOf(series) + ".1")], [Tags.SOPInstanceUID, Tags.InstanceNumber, Tags.Rows, Tags.Columns]), 50);
await List("list: latest 100", () => new StudyListQuery { Limit = 100 });
await List("list: whole name, any order", () => Typed(SomeName().OrderBy(_ => random.Next())));
await List("list: two words, any order", () => Typed(SomeName().OrderBy(_ => random.Next()).Take(2)));
await List("list: a word and a beginning", () => Typed(SomeName() is var name ? [name[^1], name[0][..2]] : []));
await List("list: one word", () => Typed(SomeName().Take(1)));
await List("list: two letters", () => Typed([SomeName()[^1][..2]]));
await List("list: accession", () => new StudyListQuery { Text = ArchiveGenerator.AccessionOf(random.Next(studies)) });
await List("list: patient ID", () => new StudyListQuery { Text = $"BN{random.Next(studies * 2 / 3):0000000}" });
await List("list: CCCD", () => new StudyListQuery { Text = $"0{random.Next(studies * 2 / 3):00000000000}" });
await List("list: nobody", () => new StudyListQuery { Text = "xyz" });
await List("list: 'nguyen' in MG", () => new StudyListQuery { Text = "nguyen", Modality = "MG", Limit = 100 });
await List("list: 'uyen nong', rare", () => new StudyListQuery { Text = "uyen nong", Limit = 100 });
var sop = new Uid(ArchiveGenerator.StudyOf(series) + ".1.50");
await Measure("locate one instance", 300, async _ => await CountAsync(retrieval.LocateAsync(RetrieveScope.Instance(new Uid(ArchiveGenerator.StudyOf(series)), new Uid(ArchiveGenerator.StudyOf(series) + ".1"), sop), default)));
StoredInstance? located = null;
await foreach (var one in retrieval.LocateAsync(RetrieveScope.Instance(new Uid(ArchiveGenerator.StudyOf(series)), new Uid(ArchiveGenerator.StudyOf(series) + ".1"), sop), default))
    located = one;
await Measure("frame index", 300, async _ => await retrieval.FrameIndexAsync(located!, default));
await Measure("metadata of a 100-image series", 50, async _ => await CountAsync(retrieval.MetadataAsync(RetrieveScope.Series(new Uid(ArchiveGenerator.StudyOf(series)), new Uid(ArchiveGenerator.StudyOf(series) + ".1")), default)));
Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB");
return 0;

IReadOnlyList<string> SomeName() => generator.NameOf(random.Next(studies), studies);

static StudyListQuery Typed(IEnumerable<string> words) => new() { Text = string.Join(' ', words), Limit = 100 };

async Task FillAsync(int studies)
{
    var present = (int)(await list.CountAsync(default)).Studies;
    var clock = Stopwatch.StartNew();
    const int batch = 500;
    var ready = Batch(present);
    for (var first = present; first < studies; first += batch)
    {
        var (now, next) = (await ready, first + batch);
        ready = Batch(next); // made while the index works
        await publication.PublishAsync(now, default);
        if (next / 100_000 > first / 100_000)
            Console.WriteLine($"  {next:N0} studies after {clock.Elapsed.TotalSeconds:0} s");
    }

    if (present < studies)
        Console.WriteLine($"filled {studies - present:N0} studies: {(studies - present) / clock.Elapsed.TotalSeconds:0} new studies/s");

    Task<List<InstanceRecord>> Batch(int first) => Task.Run(() =>
        Enumerable.Range(first, Math.Clamp(studies - first, 0, batch)).SelectMany(study => generator.Study(study, studies, 1)).ToList());
}

// What associations bring, made before the clock runs: a CT series by the hundred, and X-rays of a study each. The best of the rounds: others use the machine too.
async Task IngestAsync()
{
    var count = (await list.CountAsync(default)).Studies;
    var first = 100_000_000 + (random.Next(10_000) * 100_000);
    await RateAsync("a series, batches of 250", 20, round => [.. generator.Study(first + round, studies, 250)]);
    await RateAsync("new studies, batches of 100", 20, round => [.. Enumerable.Range(first + 1000 + (round * 100), 100).SelectMany(study => generator.Study(study, studies, 1))]);

    async Task RateAsync(string what, int rounds, Func<int, List<InstanceRecord>> make)
    {
        var ready = Enumerable.Range(0, rounds + 2).Select(make).ToList();
        var rates = new List<double>();
        foreach (var records in ready)
        {
            var start = Stopwatch.GetTimestamp();
            await publication.PublishAsync(records, default);
            rates.Add(records.Count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        var sorted = rates.Skip(2).Order().ToList();
        Console.WriteLine($"ingest at {count,9:N0} studies, {what,-28} median {sorted[rounds / 2],6:0}/s   best {sorted[^1],6:0}/s");
    }
}

static Func<int, IndexQuery> Study(Func<int, (Tag, string)> key) => round => new IndexQuery(
    QueryLevel.Study, [new KeyMatch(key(round).Item1, key(round).Item2)],
    [Tags.StudyInstanceUID, Tags.PatientName, Tags.PatientID, Tags.StudyDate, Tags.StudyTime, Tags.AccessionNumber, Tags.ModalitiesInStudy, Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances, Tags.StudyDescription]);

Task Find(string what, Func<int, IndexQuery> query, int rounds, int? limit = null) =>
    Measure(what, rounds, async round => await CountAsync(search.SearchAsync(query(round) with { Limit = limit }, default)));

Task List(string what, Func<StudyListQuery> query) => Measure(what, 200, async _ => (await list.SearchAsync(query(), default)).Count);

static async Task<int> CountAsync<T>(IAsyncEnumerable<T> all)
{
    var count = 0;
    await foreach (var one in all)
        count++;
    return count;
}

static async Task Measure<T>(string what, int rounds, Func<int, Task<T>> action)
{
    object? last = null;
    for (var warm = 0; warm < 3; warm++)
        last = await action(warm);
    var times = new double[rounds];
    var cpu = Environment.CpuUsage.TotalTime;
    for (var round = 0; round < rounds; round++)
    {
        var start = Stopwatch.GetTimestamp();
        last = await action(round);
        times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    cpu = Environment.CpuUsage.TotalTime - cpu;
    Array.Sort(times);
    Console.WriteLine($"{what,-40} p50 {times[rounds / 2],8:0.00} ms   p95 {times[Math.Min(rounds - 1, rounds * 95 / 100)],8:0.00} ms   CPU {cpu.TotalMilliseconds / rounds,8:0.00} ms   ({(last is int count ? $"{count} answers" : "-")})");
}

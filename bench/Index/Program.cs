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
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length != 2 || !int.TryParse(args[1], out var studies))
{
    Console.Error.WriteLine("usage: index-bench DATA_DIR|POSTGRES_CONNECTION_STRING STUDIES");
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

await FillAsync();
await Measure("publish, 1 study at a time", 30, async round => await publication.PublishAsync([.. generator.Study(90_000_000 + round + (int)(Stopwatch.GetTimestamp() % 1_000_000_000), studies, 1)], default));
const int seriesImages = 100;
var series = 80_000_000;
await publication.PublishAsync([.. generator.Study(series, studies, seriesImages)], default);
var random = new Random(7);
var year = FindYear();
await Find("find study by accession", Study(_ => (Tags.AccessionNumber, ArchiveGenerator.AccessionOf(random.Next(studies)))), 200);
await Find("find study by patient ID", Study(_ => (Tags.PatientID, $"BN{random.Next(studies * 2 / 3):0000000}")), 200);
await Find("find by name prefix, 100 answers", Study(_ => (Tags.PatientName, "NGUYEN VAN*")) , 30, 100);
await Find("find by rare full name, all", Study(_ => (Tags.PatientName, "NONG KIM UYEN")), 30);
await Find("find by name contains, 100 answers", Study(_ => (Tags.PatientName, "*UYEN*")), 30, 100);
await Find("find by given name at end, 100", Study(_ => (Tags.PatientName, "*YEN")), 30, 100);
await Find("one week's studies, all", Study(_ => (Tags.StudyDate, $"{year}0301-{year}0307")), 30);
await Find("latest 100 of a modality", Study(_ => (Tags.ModalitiesInStudy, "MG")), 30, 100);
await Find("instances of a 100-image series", round => new IndexQuery(QueryLevel.Instance, [new KeyMatch(Tags.SeriesInstanceUID, ArchiveGenerator.StudyOf(series) + ".1")], [Tags.SOPInstanceUID, Tags.InstanceNumber, Tags.Rows, Tags.Columns]), 50);
await List("list: latest 100", new StudyListQuery { Limit = 100 });
await List("list: 'nguyen van an'", new StudyListQuery { Text = "nguyen van an", Limit = 100 });
await List("list: 'an ngu'", new StudyListQuery { Text = "an ngu", Limit = 100 });
await List("list: 'uyen nong'", new StudyListQuery { Text = "uyen nong", Limit = 100 });
await List("list: 'le thi'", new StudyListQuery { Text = "lê thị", Limit = 100 });
await List("list: 'tr'", new StudyListQuery { Text = "tr", Limit = 100 });
await List("list: accession", new StudyListQuery { Text = ArchiveGenerator.AccessionOf(studies / 2) });
await List("list: CCCD", new StudyListQuery { Text = $"0{studies / 3:00000000000}" });
await List("list: name, nobody", new StudyListQuery { Text = "xyz" });
await List("list: 'nguyen' in MG", new StudyListQuery { Text = "nguyen", Modality = "MG", Limit = 100 });
var sop = new Uid(ArchiveGenerator.StudyOf(series) + ".1.50");
await Measure("locate one instance", 300, async _ => await CountAsync(retrieval.LocateAsync(RetrieveScope.Instance(new Uid(ArchiveGenerator.StudyOf(series)), new Uid(ArchiveGenerator.StudyOf(series) + ".1"), sop), default)));
StoredInstance? located = null;
await foreach (var one in retrieval.LocateAsync(RetrieveScope.Instance(new Uid(ArchiveGenerator.StudyOf(series)), new Uid(ArchiveGenerator.StudyOf(series) + ".1"), sop), default))
    located = one;
await Measure("frame index", 300, async _ => await retrieval.FrameIndexAsync(located!, default));
await Measure("metadata of a 100-image series", 50, async _ => await CountAsync(retrieval.MetadataAsync(RetrieveScope.Series(new Uid(ArchiveGenerator.StudyOf(series)), new Uid(ArchiveGenerator.StudyOf(series) + ".1")), default)));
Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB");
return 0;

async Task FillAsync()
{
    var present = (int)(await list.CountAsync(default)).Studies;
    var clock = Stopwatch.StartNew();
    const int batch = 100;
    for (var first = present; first < studies; first += batch)
    {
        var records = new List<InstanceRecord>(batch);
        for (var study = first; study < Math.Min(first + batch, studies); study++)
            records.AddRange(generator.Study(study, studies, 1));
        await publication.PublishAsync(records, default);
    }

    if (present < studies)
        Console.WriteLine($"filled {studies - present} studies: {(studies - present) / clock.Elapsed.TotalSeconds:0} new studies/s");
    clock.Restart();
    const int rounds = 20;
    var ready = Enumerable.Range(0, rounds).Select(round => generator.Study(70_000_000 + (present * 100) + (Environment.ProcessId * 20) + round, studies, 250).ToList()).ToList();
    clock.Restart();
    foreach (var records in ready)
        await publication.PublishAsync(records, default);
    Console.WriteLine($"published in batches of 250 into a series: {rounds * 250 / clock.Elapsed.TotalSeconds:0} instances/s");
}

int FindYear() => 2016 + (3_900 / 365 / 2);

static Func<int, IndexQuery> Study(Func<int, (Tag, string)> key) => round => new IndexQuery(
    QueryLevel.Study, [new KeyMatch(key(round).Item1, key(round).Item2)],
    [Tags.StudyInstanceUID, Tags.PatientName, Tags.PatientID, Tags.StudyDate, Tags.StudyTime, Tags.AccessionNumber, Tags.ModalitiesInStudy, Tags.NumberOfStudyRelatedSeries, Tags.NumberOfStudyRelatedInstances, Tags.StudyDescription]);

Task Find(string what, Func<int, IndexQuery> query, int rounds, int? limit = null) =>
    Measure(what, rounds, async round => await CountAsync(search.SearchAsync(query(round) with { Limit = limit }, default)));

Task List(string what, StudyListQuery query) => Measure(what, 30, async _ => (await list.SearchAsync(query, default)).Count);

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

using System.Collections.Concurrent;
using System.Reflection;
using ImagingGateway.Demo;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Transcoding.Tests;

public sealed class InstanceLookupTests
{
    [Fact]
    public async Task Who_asks_for_a_second_instance_of_a_series_finds_the_others_looked_up()
    {
        await using var archive = await Archive.StartAsync(new TranscodingOptions { FillCache = false });
        var slices = new List<StoredInstance>();
        foreach (var slice in DemoStudies.ChestCT(new DateTime(2026, 11, 21), slices: 40, size: 64))
            slices.Add(await archive.StoreAsync(slice));
        var retrieve = DispatchProxy.Create<IInstanceRetrieve, Counted>();
        var counted = (Counted)retrieve;
        counted.Real = archive.Get<IInstanceRetrieve>();
        using var lookup = new InstanceLookup(retrieve);
        var unasked = new Queue<StoredInstance>(slices);

        await FindNextAsync();
        Assert.Equal(1, counted.Lookups);
        await FindNextAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            var before = counted.Lookups;
            await FindNextAsync();
            return counted.Lookups == before;
        });
        Assert.Single(counted.Scopes, scope => scope.SopInstanceUids.Count == 0);

        async Task FindNextAsync()
        {
            var slice = unasked.Dequeue();
            var found = await lookup.FindAsync(slice.StudyInstanceUid, slice.SeriesInstanceUid, slice.SopInstanceUid, default);
            Assert.Equal((slice.ObjectKey, 1), (found!.Stored.ObjectKey, found.FrameCount));
        }
    }

    /// <summary>The real archive, with what it is asked noted.</summary>
    public class Counted : DispatchProxy
    {
        public IInstanceRetrieve Real { get; set; } = null!;

        public ConcurrentQueue<RetrieveScope> Scopes { get; } = [];

        public int Lookups => Scopes.Count;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IInstanceRetrieve.LocateAsync))
                Scopes.Enqueue((RetrieveScope)args![0]!);
            return targetMethod.Invoke(Real, args);
        }
    }
}

using System.Diagnostics;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>The spool's disk is really full: a small volume of its own (mounting needs root, which CI has).</summary>
public sealed class FullDiskTests
{
    [RootTheory]
    [InlineData(0)]
    [InlineData(4 << 20)]
    public async Task What_does_not_fit_is_refused_as_out_of_resources_and_everything_acknowledged_appears(long reserve)
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(new StorageOptions { SpoolReserveBytes = reserve }, inner => store = new FailingObjectStore(inner));
        await archive.StopAsync();
        var spool = Path.Combine(archive.Data, "spool");
        Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", spool);
        try
        {
            await archive.StartAgainAsync();
            store!.Failure = new IOException("down");
            var stored = new List<MadeInstance>();
            var refused = 0;
            for (var i = 0; refused < 3; i++)
            {
                var made = new MadeInstance { InstanceNumber = i, PixelData = new byte[700_000] };
                switch (await archive.StoreAsync(made))
                {
                    case IngestOutcome.Stored:
                        stored.Add(made);
                        break;
                    case IngestOutcome.Refused { Reason: IngestRefusal.OutOfResources }: // C-STORE A700
                        refused++;
                        break;
                    case var other:
                        Assert.Fail($"{other}");
                        break;
                }
            }

            Assert.InRange(stored.Count, 10, 23);
            store.Failure = null;
            await archive.Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
            foreach (var made in stored)
                Assert.Equal(made.DataSet(), (await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(made))))[^made.DataSet().Length..]);

            // and there is room again
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(new MadeInstance { PixelData = new byte[700_000] }));
            await archive.PublishedAsync();
        }
        finally
        {
            await archive.StopAsync();
            Run("umount", spool);
        }
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}

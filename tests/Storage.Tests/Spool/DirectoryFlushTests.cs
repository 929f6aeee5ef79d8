using ImagingGateway.Storage.Spool;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Spool;

public sealed class DirectoryFlushTests
{
    [Fact]
    public async Task A_flush_that_fails_fails_for_everybody_it_was_for_and_for_nobody_else()
    {
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        var (calls, failures) = (0, 0);
        using var directory = new DirectoryFlush(() =>
        {
            var call = Interlocked.Increment(ref calls);
            begun.Release();
            go.Wait();
            if (call == 2)
                throw new IOException("disk"); // the system says it once; the next call would find nothing to do
        });

        var first = Task.Run(directory.Flush);
        await begun.WaitAsync();
        var asked = Enumerable.Range(0, 3).Select(_ => new Thread(Ask)).ToList();
        asked.ForEach(thread => thread.Start());
        await Eventually.IsTrueAsync(() => directory.Asked == 4);
        go.Release(2);
        await first;
        asked.ForEach(thread => thread.Join());
        Assert.Equal((3, 2), (failures, calls));

        go.Release();
        directory.Flush();
        Assert.Equal(3, calls);

        void Ask()
        {
            try
            {
                directory.Flush();
            }
            catch (IOException)
            {
                Interlocked.Increment(ref failures);
            }
        }
    }
}

using System.Collections.Concurrent;

namespace ImagingGateway.Imaging.Codecs.Isolation;

/// <summary>
/// The processes that decode what this one must not: as many as there are processors, started when first needed, each used again and again until
/// it fails, was given a very large frame, or this process ends.
/// </summary>
internal static class DecoderProcesses
{
    /// <summary>A larger frame leaves a process too large to keep.</summary>
    private const long LargeFrame = 64 << 20;

    private static readonly SemaphoreSlim Turns = new(Math.Max(2, Environment.ProcessorCount));
    private static readonly ConcurrentStack<DecoderProcess> Waiting = new();
    private static long _faults;

    /// <summary>How many ended by a fault since this process started.</summary>
    public static long Faults => Interlocked.Read(ref _faults);

    /// <summary>One more ended.</summary>
    public static event EventHandler<DecoderFault>? Faulted;

    /// <summary>Decodes one frame in another process.</summary>
    /// <exception cref="UndecodableFrameException">The decoder refused the frame, failed on it, or took too long.</exception>
    public static DecodedFrame Decode(DecoderMessages.Request request) => Decode(request, ProcessLimits.TimeFor(request.Description));

    /// <summary>The same, with patience of one's own.</summary>
    internal static DecodedFrame Decode(DecoderMessages.Request request, TimeSpan patience)
    {
        Turns.Wait();
        try
        {
            for (var isNew = false; ; isNew = true)
            {
                if (isNew || !Waiting.TryPop(out var process))
                {
                    process = DecoderProcess.Start();
                    isNew = true;
                }

                try
                {
                    return Decode(process, request, patience);
                }
                catch (IOException fault)
                {
                    Interlocked.Increment(ref _faults);
                    Faulted?.Invoke(null, new DecoderFault(request.Syntax, request.Description.Rows, request.Description.Columns, fault.Message));
                    if (isNew)
                        throw FrameLimits.Broken($"its decoder fails on it", fault);

                    // What came before may have harmed the process, or the system ended it while it waited: a new one shows whose fault it is.
                }
            }
        }
        finally
        {
            Turns.Release();
        }
    }

    private static DecodedFrame Decode(DecoderProcess process, DecoderMessages.Request request, TimeSpan patience)
    {
        var isKept = false;
        try
        {
            var frame = process.Decode(request, patience);
            isKept = true;
            return frame;
        }
        catch (UndecodableFrameException)
        {
            isKept = true;
            throw;
        }
        finally
        {
            if (isKept && request.Description.FrameLength <= LargeFrame)
                Waiting.Push(process);
            else
                process.Dispose();
        }
    }
}

using System.Diagnostics;
using System.Security.Cryptography;

namespace ImagingGateway.TestKit;

/// <summary>
/// Mutation fuzzing in a test: inputs are changed from a seed, one after the other; one that leads to an outcome not seen before is kept
/// and changed further, as libFuzzer does with code it had not reached. A test of this kind carries <c>[Trait("Category", "Fuzz")]</c>: in a
/// normal run it does a fixed number of rounds, under <c>./test fuzz SECONDS</c> it goes on for that long with a seed of the day.
/// </summary>
public sealed class Fuzzing
{
    private const int MostKept = 2000, MostChanges = 6;

    // Far more than any input of these sizes may take, on the slowest machine.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly string _name;
    private readonly Func<byte[], object?> _target;
    private readonly List<byte[]> _pool;
    private readonly HashSet<object> _seen = [];
    private byte[] _input = [];
    private long _startedAt;

    /// <param name="name">Of the input's kind; names the file that a failing input is written to.</param>
    /// <param name="seeds">Good inputs to begin with.</param>
    /// <param name="target">Takes one input and asserts; refuses what it must refuse itself. Its result tells outcomes apart: a count, a message,
    /// a tuple of such. Anything it throws is a failure.</param>
    public Fuzzing(string name, IEnumerable<byte[]> seeds, Func<byte[], object?> target)
    {
        _name = name;
        _target = target;
        _pool = [.. seeds];
    }

    /// <summary>Rounds of a normal run.</summary>
    public int Rounds { get; init; } = 3000;

    /// <summary>Inputs do not grow beyond this.</summary>
    public int LargestInput { get; init; } = 64 * 1024;

    /// <summary>Managed bytes that one input may allocate, per byte of it.</summary>
    public long AllocatedPerByte { get; init; } = 64;

    /// <summary>And besides.</summary>
    public long AllocatedBesides { get; init; } = 1 << 20;

    private static double Seconds =>
        double.TryParse(Environment.GetEnvironmentVariable("GATEWAY_FUZZ_SECONDS"), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    /// <summary>Runs; returns the rounds done.</summary>
    /// <exception cref="InvalidOperationException">An input failed, hung or took too much memory; it was kept and the message says where.</exception>
    public long Run()
    {
        var seconds = Seconds;
        var seed = seconds > 0 ? Environment.TickCount : 1;
        long rounds = 0;
        Exception? failure = null;
        using var finished = new ManualResetEventSlim();
        // On a thread of its own, so that an input without end is noticed; with the stack that the gateway's threads have.
        var worker = new Thread(() =>
        {
            try
            {
                var random = new Random(seed);
                var clock = Stopwatch.StartNew();
                foreach (var good in _pool.ToArray())
                    Try(good);
                for (; seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : rounds < Rounds; rounds++)
                    Try(Change(_pool[random.Next(_pool.Count)], random));
            }
#pragma warning disable CA1031 // whatever it is, it is reported with its input
            catch (Exception problem)
#pragma warning restore CA1031
            {
                failure = problem;
            }

            finished.Set();
        }) { IsBackground = true };
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        worker.Start();
        while (!finished.Wait(TimeSpan.FromSeconds(1)))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _startedAt)) > Hang)
                throw Failure($"does not end within {Hang}", seed, null);
        }

        return failure is null ? rounds : throw Failure(failure.Message, seed, failure);
    }

    private void Try(byte[] input)
    {
        _input = input;
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = _target(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > (input.Length * AllocatedPerByte) + AllocatedBesides)
            throw new InvalidOperationException($"allocates {allocated} bytes for {input.Length} of input");
        if (outcome is not null && _pool.Count < MostKept && _seen.Add(outcome))
            _pool.Add(input);
    }

    private InvalidOperationException Failure(string what, int seed, Exception? inner)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "fuzz");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{_name}-{Convert.ToHexStringLower(SHA256.HashData(_input))[..12]}.bin");
        File.WriteAllBytes(path, _input);
        return new InvalidOperationException($"An input of {_input.Length} bytes (seed {seed}, kept as {path}): {what}", inner);
    }

    private byte[] Change(byte[] input, Random random)
    {
        var bytes = new List<byte>(input);
        for (var changes = random.Next(1, MostChanges); changes > 0 && bytes.Count > 0; changes--)
            ChangeOnce(bytes, random);
        if (bytes.Count > LargestInput)
            bytes.RemoveRange(LargestInput, bytes.Count - LargestInput);
        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2: // numbers at the edges
                bytes[at] = (byte)(random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x7F, _ => 0x80 });
                break;
            case 3: // a whole field of them
                for (var i = at; i < Math.Min(at + 4, bytes.Count); i++)
                    bytes[i] = 0xFF;
                break;
            case 4:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 16), bytes.Count - at));
                break;
            case 5: // something said twice
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                break;
            case 6: // cut off
                if (random.Next(4) == 0)
                    bytes.RemoveRange(at, bytes.Count - at);
                break;
            default: // a piece of another
                var other = _pool[random.Next(_pool.Count)];
                if (other.Length > 0)
                {
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(from + random.Next(1, 256), other.Length)]);
                }

                break;
        }
    }
}

using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Objects.Files;

namespace ImagingGateway.Bench.Storage;

/// <summary>One frame of 0.5 MiB out of an object of 64, from the file store: the system has it in its cache.</summary>
[MemoryDiagnoser]
public class FrameRange
{
    private const int Frame = 512 << 10, Frames = 64;

    private readonly string _directory = Directory.CreateTempSubdirectory("frame-range-").FullName;
    private readonly byte[] _buffer = new byte[Frame];
    private FileObjectStore _store = null!;
    private ObjectPlace _place;
    private int _next;

    // not a task: this toolchain does not wait for one
    [GlobalSetup]
    public void Setup()
    {
        var path = Path.Combine(_directory, "received");
        var bytes = new byte[Frame * Frames];
        Random.Shared.NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        _store = new FileObjectStore(Path.Combine(_directory, "objects"));
        var key = ObjectKey.Of(Uid.New(), Uid.New(), Uid.New(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        _place = _store.CommitAsync([new StagedFile(key, path)], CancellationToken.None).GetAwaiter().GetResult()[0];
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_directory, recursive: true);

    [Benchmark]
    public int Read() => ReadAsync().GetAwaiter().GetResult();

    private async Task<int> ReadAsync()
    {
        await using var content = await _store.OpenRangeAsync(_place.Object, _place.Offset + (_next++ % Frames * (long)Frame), Frame, CancellationToken.None);
        await content.ReadExactlyAsync(_buffer);
        return _buffer[^1];
    }
}

using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class InstanceReadingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void One_pass_gives_both_hashes_however_the_bytes_come(int pieces)
    {
        var made = new MadeInstance { PixelData = RandomNumberGenerator.GetBytes(2000) };
        var file = made.File();
        using var reading = new InstanceReading();
        for (var position = 0; position < file.Length; position += Math.Min(pieces, file.Length - position))
            reading.Push(new ReadOnlySequence<byte>(file, position, Math.Min(pieces, file.Length - position)), isLast: false);
        var read = reading.Complete();
        Assert.NotNull(read);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), read.Sha256);
        Assert.Equal(SHA256.HashData(made.PixelData), read.PixelDataSha256);
        Assert.Equal(file.Length - made.DataSet().Length, read.Meta.DataSetOffset);
    }

    [Fact]
    public void Deflated_pixel_data_has_the_hash_of_what_it_means()
    {
        var made = new MadeInstance { PixelData = RandomNumberGenerator.GetBytes(2000) };
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(made.DataSet());
        var explicitMeta = made.File()[..^made.DataSet().Length];
        var meta = Retagged(explicitMeta);
        using var reading = new InstanceReading();
        reading.Push(new ReadOnlySequence<byte>([.. meta, .. deflated.ToArray()]), isLast: true);
        Assert.Equal(SHA256.HashData(made.PixelData), reading.Complete()!.PixelDataSha256);
    }

    [Fact]
    public void Without_pixel_data_there_is_no_hash_of_it()
    {
        using var reading = new InstanceReading();
        reading.Push(new ReadOnlySequence<byte>(new MadeInstance { PixelData = [] }.File()), isLast: true);
        Assert.Null(reading.Complete()!.PixelDataSha256);
    }

    [Fact]
    public void Pixel_data_that_comes_with_the_meta_group_is_not_copied()
    {
        var whole = new ReadOnlySequence<byte>(new MadeInstance { PixelData = new byte[8 << 20] }.File());
        using var reading = new InstanceReading();
        var before = GC.GetAllocatedBytesForCurrentThread();
        reading.Push(whole, isLast: true);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.NotNull(reading.Complete());
    }

    /// <summary>The same meta group with Deflated Explicit VR Little Endian, three characters longer than 1.2.840.10008.1.2.1 and its padding by two.</summary>
    private static byte[] Retagged(byte[] meta)
    {
        var at = meta.AsSpan().IndexOf("1.2.840.10008.1.2.1\0"u8);
        byte[] changed = [.. meta.AsSpan(0, at), .. "1.2.840.10008.1.2.1.99"u8, .. meta.AsSpan(at + 20)];
        changed[at - 2] = 22;
        BitConverter.GetBytes(BitConverter.ToUInt32(meta, 140) + 2).CopyTo(changed, 140);
        return changed;
    }
}

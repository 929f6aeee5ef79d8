using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Part10;

/// <summary>A file of 4 GiB, most of it a hole on the disk: read to its end and up to its pixel data, in the memory of its header.</summary>
[Trait("Category", "Slow")]
public sealed class VeryLargeFileTests : IDisposable
{
    private const int Frames = 8191, Side = 512;
    private const long PixelBytes = (long)Frames * Side * Side * 2;
    private const long MostAllocated = 4 << 20;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"very-large-{Guid.NewGuid():n}.dcm");

    public VeryLargeFileTests()
    {
        var header = new DataSet()
            .SetString(Tags.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7.3").SetString(Tags.SOPInstanceUID, "1.2.3").SetString(Tags.PatientID, "LARGE")
            .SetInteger(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2").SetString(Tags.NumberOfFrames, $"{Frames}")
            .SetInteger(Tags.Rows, Side).SetInteger(Tags.Columns, Side).SetInteger(Tags.BitsAllocated, 16).SetInteger(Tags.BitsStored, 16).SetInteger(Tags.HighBit, 15).SetInteger(Tags.PixelRepresentation, 0);
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, new Uid("1.2.840.10008.5.1.4.1.1.7.3"), new Uid("1.2.3"), TransferSyntax.ExplicitVRLittleEndian.Uid, null);
        DataSetWriter.Write(output, header, TransferSyntax.ExplicitVRLittleEndian);
        output.Write((byte[])[0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0, .. BitConverter.GetBytes((uint)PixelBytes)]);
        using var file = File.Create(_path);
        file.Write(output.WrittenSpan);
        file.SetLength(output.WrittenCount + PixelBytes);
    }

    [Fact]
    public void It_is_scanned_to_its_end_in_the_memory_of_its_header()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = File.OpenHandle(_path);
        var buffer = new byte[256 << 10];
        var read = RandomAccess.Read(file, buffer, 0);
        Assert.True(FileMetaInformation.TryRead(buffer.AsSpan(0, read), false, out var meta));
        long hashed = 0;
        using var scanner = new InstanceScanner(TransferSyntax.Of(meta!.TransferSyntaxUid)) { PixelDataSink = bytes => hashed += bytes.Length };
        scanner.Push(buffer.AsSpan(0, read)[(int)meta.DataSetOffset..]);
        for (long at = read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
            scanner.Push(buffer.AsSpan(0, read));
        var scan = scanner.Complete();
        var frames = FrameIndex.Of(scan)!;

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        Assert.False(scan.IsTruncated);
        Assert.Equal(PixelBytes, hashed);
        Assert.Equal(Frames, frames.Frames.Count);
        Assert.Equal(scan.PixelData!.Offset + PixelBytes, frames.Frames[^1][0].End);
    }

    [Fact]
    public void Its_header_is_read_without_the_rest()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var header = FileHeader.Read(_path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated / 16);
        Assert.False(header.IsWhole);
        Assert.Equal("LARGE", header.DataSet.GetString(Tags.PatientID));
    }

    public void Dispose() => File.Delete(_path);
}

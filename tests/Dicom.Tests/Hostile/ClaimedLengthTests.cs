using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Hostile;

/// <summary>A length that a header claims costs nothing until the bytes are there. Found by fuzzing.</summary>
public sealed class ClaimedLengthTests
{
    // Extended Offset Table (7FE0,0001) OV, the longest value that is kept in memory
    private static readonly byte[] Header = [0xE0, 0x7F, 0x01, 0x00, (byte)'O', (byte)'V', 0, 0, 0, 0, 0x20, 0];

    [Fact]
    public void A_claim_of_two_megabytes_with_few_bytes_takes_little()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var scanner = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian);
        scanner.Push(Header);
        scanner.Push(new byte[100]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void What_arrives_in_pieces_is_kept_whole()
    {
        var value = new byte[0x200000];
        new Random(3).NextBytes(value);
        using var scanner = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian);
        scanner.Push(Header);
        foreach (var piece in value.Chunk(50_001))
            scanner.Push(piece);
        Assert.Equal(value, scanner.Complete().Header[new Tag(0x7FE00001)]!.Bytes.ToArray());
    }
}

using System.Buffers;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Tests.UpperLayer;

public sealed class PduTests
{
    [Theory]
    [MemberData(nameof(GoldenPdus.Names), MemberType = typeof(GoldenPdus))]
    public void WritesTheGoldenBytes(string name) =>
        Assert.Equal(Convert.ToHexString(GoldenPdus.Named(name).Bytes), Convert.ToHexString(GoldenPdus.Write(GoldenPdus.Named(name).Meaning)));

    [Theory]
    [MemberData(nameof(GoldenPdus.Names), MemberType = typeof(GoldenPdus))]
    public void ReadsWhatItWrites(string name)
    {
        var golden = GoldenPdus.Named(name);
        var buffer = new ReadOnlySequence<byte>([.. golden.Bytes, 0x04]);
        Assert.True(PduReader.TryRead(ref buffer, out var pdu));
        Assert.Equal(golden.Meaning.GetType(), pdu!.GetType());
        Assert.Equal(golden.Bytes, GoldenPdus.Write(pdu));
        Assert.Equal(1, buffer.Length);
    }

    [Theory]
    [MemberData(nameof(GoldenPdus.Names), MemberType = typeof(GoldenPdus))]
    public void ReadsBytesThatArriveOneByOne(string name)
    {
        var golden = GoldenPdus.Named(name);
        var buffer = Sequences.ByteByByte(golden.Bytes);
        Assert.True(PduReader.TryRead(ref buffer, out var pdu));
        Assert.Equal(golden.Bytes, GoldenPdus.Write(pdu!));
    }

    [Theory]
    [MemberData(nameof(GoldenPdus.Names), MemberType = typeof(GoldenPdus))]
    public void WaitsForTheRestAtEveryOffset(string name)
    {
        var bytes = GoldenPdus.Named(name).Bytes;
        for (var length = 0; length < bytes.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(bytes, 0, length);
            Assert.False(PduReader.TryRead(ref buffer, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    // The length in the header tells less than the fields inside need: never a crash, always the one exception or a reading.
    [Theory]
    [MemberData(nameof(GoldenPdus.Names), MemberType = typeof(GoldenPdus))]
    public void RefusesBodiesCutAtEveryOffset(string name)
    {
        var bytes = GoldenPdus.Named(name).Bytes;
        var read = 0;
        for (var length = PduHeader.Size; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            new PduHeader((PduType)bytes[0], (uint)(length - PduHeader.Size)).Write(cut);
            read += TryRead(cut) is null ? 0 : 1;
        }

        // Only cuts exactly between items leave something whole.
        Assert.InRange(read, 0, 12);
    }

    [Fact]
    public void MutatedBytesGiveAPduOrTheOneException()
    {
        var random = new Random(20261123);
        int refused = 0, read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])GoldenPdus.All[random.Next(GoldenPdus.All.Length)].Bytes.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (TryRead(bytes) is { } pdu)
            {
                read++;
                Assert.NotEmpty(GoldenPdus.Write(pdu));
            }
            else
            {
                refused++;
            }
        }

        Assert.True(refused > 1000 && read > 1000, $"{refused} refused, {read} read");
    }

    [Theory]
    [InlineData("474554202F20", AbortReason.UnrecognizedPdu)] // "GET / "
    [InlineData("160301", AbortReason.UnrecognizedPdu)] // a TLS client hello
    [InlineData("0100FFFFFFFF", AbortReason.InvalidPduParameterValue)] // 4 GB announced
    [InlineData("0700000000050000000000", AbortReason.InvalidPduParameterValue)] // an abort of five bytes
    [InlineData("04000000000600000001010000", AbortReason.InvalidPduParameterValue)] // an item shorter than its own header
    [InlineData("0400000000080000FFFF010300000000", AbortReason.InvalidPduParameterValue)] // an item longer than its PDU
    [InlineData("040000000000", AbortReason.InvalidPduParameterValue)] // a P-DATA-TF without item
    public void RefusesWithTheReasonToAbortWith(string hex, AbortReason reason)
    {
        var bytes = Convert.FromHexString(hex);
        var refusal = Assert.Throws<MalformedPduException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            return PduReader.TryRead(ref buffer, out _);
        });
        Assert.Equal(reason, refusal.Reason);
    }

    [Fact]
    public void ReadsUnknownItemsPaddedTitlesAndMissingUserInformation()
    {
        var request = (AssociateRequest)GoldenPdus.Named("A-ASSOCIATE-RQ").Meaning;
        var bytes = GoldenPdus.Write(request with { UserInformation = new UserInformation(0, default, null) }).ToList();
        var unknown = Convert.FromHexString("7F0000040102030420000000"); // item 7F of four bytes, then an item 20 without content
        bytes.AddRange(unknown[..8]);
        bytes[17] = 0; // NUL padding in the called title
        new PduHeader(PduType.AssociateRequest, (uint)(bytes.Count - PduHeader.Size)).Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));

        var read = Assert.IsType<AssociateRequest>(TryRead([.. bytes]));
        Assert.Equal("GATEWAY", read.CalledAETitle.Value);
        Assert.Single(read.PresentationContexts);
    }

    [Fact]
    public void AUserIdentityIsNeverShown() =>
        Assert.DoesNotContain("pw", ((AssociateRequest)GoldenPdus.Named("A-ASSOCIATE-RQ").Meaning).ToString(), StringComparison.Ordinal);

    private static Pdu? TryRead(byte[] bytes)
    {
        try
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            return PduReader.TryRead(ref buffer, out var pdu) ? pdu : null;
        }
        catch (MalformedPduException)
        {
            return null;
        }
    }
}

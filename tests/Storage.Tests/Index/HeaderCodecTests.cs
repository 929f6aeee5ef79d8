using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Storage.Index.Publication;

namespace ImagingGateway.Storage.Tests.Index;

public sealed class HeaderCodecTests
{
    [Fact]
    public void What_goes_in_comes_out()
    {
        var random = new Random(1);
        foreach (var length in new[] { 0, 1, 2, 100, 5_000, 300_000 })
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            Assert.Equal(noise, HeaderCodec.Unpack(HeaderCodec.Pack(noise)));
            var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\"00080060\":{\"vr\":\"CS\"}", length / 20)));
            var packed = HeaderCodec.Pack(text);
            Assert.Equal(text, HeaderCodec.Unpack(packed));
            Assert.True(length < 5_000 || packed.Length < text.Length / 5);
        }
    }

    [Fact]
    public void Damage_is_noticed()
    {
        var packed = HeaderCodec.Pack("{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]},\"00080061\":{\"vr\":\"CS\",\"Value\":[\"CT\"]}}"u8);
        for (var length = 0; length < packed.Length; length++)
            Assert.Throws<InvalidDataException>(() => HeaderCodec.Unpack(packed.AsSpan(0, length)));
        packed[0] = 9;
        Assert.Throws<InvalidDataException>(() => HeaderCodec.Unpack(packed));
    }

    [Fact]
    public void Places_of_bulk_values_are_kept()
    {
        var map = new Dictionary<string, BulkReference>
        {
            ["7FE00010"] = new(5_000_000_000, 1L << 33, true, false), ["00081140/0/00091010"] = new(0, 0, false, true),
        };
        var packed = BulkMapCodec.Pack(map)!;

        foreach (var (path, place) in map)
            Assert.Equal(place, BulkMapCodec.Find(packed, path));
        Assert.Null(BulkMapCodec.Find(packed, "7FE0001"));
        Assert.Null(BulkMapCodec.Pack(new Dictionary<string, BulkReference>()));
    }
}

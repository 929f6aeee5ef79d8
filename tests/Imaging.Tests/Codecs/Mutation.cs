using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>Damages bytes in ways that depend on the seed alone.</summary>
internal static class Mutation
{
    /// <summary>Decodes a damaged copy; anything but a whole frame or a refusal fails.</summary>
    public static void DecodeDamaged(PixelDescription description, ReadOnlyMemory<byte> frame, TransferSyntax syntax, int seed)
    {
        try
        {
            var decoded = FrameDecoder.Decode(description, Damage(frame.Span, seed), syntax);
            Assert.Equal(decoded.Description.FrameLength, decoded.Samples.Length);
            Assert.Equal((description.Rows, description.Columns), (decoded.Description.Rows, decoded.Description.Columns));
        }
        catch (UndecodableFrameException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    private static byte[] Damage(ReadOnlySpan<byte> frame, int seed)
    {
        var random = new Random(seed);
        var bytes = frame.ToArray();
        for (var edits = 1 + random.Next(seed % 4 == 0 ? 1 : 12); edits > 0; edits--)
        {
            // headers are where damage does most
            var at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 200) : bytes.Length);
            var run = bytes.AsSpan(at, Math.Min(random.Next(1, 32), bytes.Length - at));
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = 0xFF; break;
                case 2: bytes[at] = 0; break;
                case 3: random.NextBytes(run); break;
                default: bytes.AsSpan(random.Next(bytes.Length - run.Length + 1), run.Length).ToArray().CopyTo(run); break;
            }
        }

        return random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}

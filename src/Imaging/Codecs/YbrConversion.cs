namespace ImagingGateway.Imaging.Codecs;

/// <summary>YCbCr to RGB (PS3.3 C.7.6.3.1.2): full range for YBR_FULL*, video range for YBR_PARTIAL*.</summary>
internal sealed class YbrConversion
{
    public static readonly YbrConversion Full = new(1, 0, 1.402, 0.344136, 0.714136, 1.772);
    public static readonly YbrConversion Partial = new(255 / 219.0, 16, 1.5960, 0.3917, 0.8129, 2.0172);

    private const int Bits = 16;
    private readonly int[] _luma = new int[256], _red = new int[256], _greenBlue = new int[256], _greenRed = new int[256], _blue = new int[256];

    private YbrConversion(double scale, int offset, double red, double greenBlue, double greenRed, double blue)
    {
        for (var i = 0; i < 256; i++)
        {
            _luma[i] = Fixed((i - offset) * scale) + (1 << (Bits - 1));
            _red[i] = Fixed((i - 128) * red);
            _greenBlue[i] = Fixed((i - 128) * greenBlue);
            _greenRed[i] = Fixed((i - 128) * greenRed);
            _blue[i] = Fixed((i - 128) * blue);
        }
    }

    /// <summary>Converts interleaved samples of 8 bits.</summary>
    public void Convert(ReadOnlySpan<byte> ybr, Span<byte> rgb)
    {
        for (var i = 0; i + 2 < rgb.Length; i += 3)
        {
            var (luma, cb, cr) = (_luma[ybr[i]], ybr[i + 1], ybr[i + 2]);
            rgb[i] = Clamp(luma + _red[cr]);
            rgb[i + 1] = Clamp(luma - _greenBlue[cb] - _greenRed[cr]);
            rgb[i + 2] = Clamp(luma + _blue[cb]);
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value >> Bits, 0, 255);

    private static int Fixed(double value) => (int)Math.Round(value * (1 << Bits));
}

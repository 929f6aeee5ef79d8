namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>The quantized coefficients of one component, and after the inverse transform its samples.</summary>
internal sealed class DctPlane
{
    public DctPlane(JpegFrame frame, JpegComponent component)
    {
        Component = component;
        Columns = Divide(frame.Columns * component.Horizontal, frame.MaxHorizontal);
        Rows = Divide(frame.Rows * component.Vertical, frame.MaxVertical);
        BlockColumns = Divide(Columns, 8);
        BlockRows = Divide(Rows, 8);
        // interleaved scans code whole MCUs, also where they reach past the image (T.81 A.2.4)
        PaddedBlockColumns = Divide(frame.Columns, 8 * frame.MaxHorizontal) * component.Horizontal;
        PaddedBlockRows = Divide(frame.Rows, 8 * frame.MaxVertical) * component.Vertical;
        Coefficients = new short[PaddedBlockColumns * PaddedBlockRows * 64];
    }

    public JpegComponent Component { get; }

    /// <summary>Samples of this component, without padding.</summary>
    public int Columns { get; }

    public int Rows { get; }

    /// <summary>Blocks a scan of this component alone has.</summary>
    public int BlockColumns { get; }

    public int BlockRows { get; }

    public int PaddedBlockColumns { get; }

    public int PaddedBlockRows { get; }

    /// <summary>64 per block in natural order, block rows one after the other.</summary>
    public short[] Coefficients { get; }

    /// <summary>Samples in a row of the reconstructed plane.</summary>
    public int Stride => PaddedBlockColumns * 8;

    public Span<short> Block(int row, int column) => Coefficients.AsSpan(((row * PaddedBlockColumns) + column) * 64, 64);

    /// <summary>The samples: inverse transform, level shift, clamp.</summary>
    public ushort[] Reconstruct(JpegTables tables, int precision)
    {
        var samples = new ushort[Coefficients.Length];
        var transform = new InverseDct(tables.Quantization(Component.QuantizationTable), precision);
        for (var row = 0; row < PaddedBlockRows; row++)
        {
            for (var column = 0; column < PaddedBlockColumns; column++)
                transform.Apply(Block(row, column), samples.AsSpan((row * 8 * Stride) + (column * 8)), Stride);
        }

        return samples;
    }

    private static int Divide(int value, int by) => (value + by - 1) / by;
}

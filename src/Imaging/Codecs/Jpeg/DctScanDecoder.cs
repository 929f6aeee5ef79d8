namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Reads the coefficients of one scan into the planes: sequential, or one of the four kinds of progressive scan.</summary>
internal sealed class DctScanDecoder
{
    private readonly JpegFrame _frame;
    private readonly JpegScan _scan;
    private readonly JpegTables _tables;
    private readonly DctPlane[] _planes;
    private readonly int[] _lastDc = new int[4];
    private readonly BlockDecoder _decodeBlock;
    private int _endOfBandRun;

    public DctScanDecoder(JpegFrame frame, JpegScan scan, JpegTables tables, DctPlane[] planes)
    {
        (_frame, _scan, _tables, _planes) = (frame, scan, tables, planes);
        if (frame.Process != JpegMarker.Sof2)
            _decodeBlock = Sequential;
        else if (scan.Start == 0)
            _decodeBlock = scan.High == 0 ? FirstDc : NextDc;
        else if (scan.Components.Length == 1 && scan.End >= scan.Start)
            _decodeBlock = scan.High == 0 ? FirstAc : NextAc;
        else
            throw FrameLimits.Broken($"a progressive JPEG scan is damaged");
    }

    private delegate void BlockDecoder(ref JpegBitReader bits, Span<short> block, JpegScanComponent component);

    /// <summary>Decodes the entropy coded data at the position; returns where they end.</summary>
    /// <exception cref="UndecodableFrameException">They end early or hold no valid code.</exception>
    public int Decode(ReadOnlySpan<byte> jpeg, int position)
    {
        var bits = new JpegBitReader(jpeg, position);
        var alone = _scan.Components.Length == 1 ? _planes[_scan.Components[0].Index] : null;
        var columns = alone?.BlockColumns ?? _planes[0].PaddedBlockColumns / _planes[0].Component.Horizontal;
        var rows = alone?.BlockRows ?? _planes[0].PaddedBlockRows / _planes[0].Component.Vertical;
        var untilRestart = _tables.RestartInterval;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (_tables.RestartInterval > 0 && untilRestart-- == 0)
                {
                    if (!bits.Restart())
                        throw FrameLimits.Broken($"a restart marker of the JPEG is missing");
                    untilRestart = _tables.RestartInterval - 1;
                    Array.Clear(_lastDc);
                    _endOfBandRun = 0;
                }

                if (alone is not null)
                    _decodeBlock(ref bits, alone.Block(row, column), _scan.Components[0]);
                else
                    Unit(ref bits, row, column);
            }

            if (bits.IsExhausted)
                throw FrameLimits.Broken($"the JPEG data end early");
        }

        return bits.Position;
    }

    /// <summary>One minimum coded unit: the blocks of every component (T.81 A.2.3).</summary>
    private void Unit(ref JpegBitReader bits, int row, int column)
    {
        foreach (var component in _scan.Components)
        {
            var plane = _planes[component.Index];
            var (across, down) = (plane.Component.Horizontal, plane.Component.Vertical);
            for (var y = 0; y < down; y++)
            {
                for (var x = 0; x < across; x++)
                    _decodeBlock(ref bits, plane.Block((row * down) + y, (column * across) + x), component);
            }
        }
    }

    private void Sequential(ref JpegBitReader bits, Span<short> block, JpegScanComponent component)
    {
        block[0] = (short)(_lastDc[component.Index] += bits.Extended(Category(bits.Symbol(_tables.Dc(component.DcTable)))));
        var ac = _tables.Ac(component.AcTable);
        for (var k = 1; k < 64; k++)
        {
            var symbol = bits.Symbol(ac);
            var (run, category) = (symbol >> 4, symbol & 15);
            if (category == 0)
            {
                if (run != 15)
                    return; // end of block
                k += 15;
                continue;
            }

            k += run;
            if (k > 63)
                throw FrameLimits.Broken($"a JPEG block has more than 64 coefficients");
            block[JpegTables.ZigZag[k]] = (short)bits.Extended(category);
        }
    }

    private void FirstDc(ref JpegBitReader bits, Span<short> block, JpegScanComponent component)
    {
        _lastDc[component.Index] += bits.Extended(Category(bits.Symbol(_tables.Dc(component.DcTable))));
        block[0] = (short)(_lastDc[component.Index] << _scan.Low);
    }

    private void NextDc(ref JpegBitReader bits, Span<short> block, JpegScanComponent component)
    {
        if (bits.Bits(1) != 0)
            block[0] |= (short)(1 << _scan.Low);
    }

    private void FirstAc(ref JpegBitReader bits, Span<short> block, JpegScanComponent component)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return;
        }

        var ac = _tables.Ac(component.AcTable);
        for (var k = _scan.Start; k <= _scan.End; k++)
        {
            var symbol = bits.Symbol(ac);
            var (run, category) = (symbol >> 4, symbol & 15);
            if (category == 0)
            {
                if (run != 15)
                {
                    _endOfBandRun = (1 << run) - 1 + (run > 0 ? bits.Bits(run) : 0);
                    return;
                }

                k += 15;
                continue;
            }

            k += run;
            if (k > 63)
                throw FrameLimits.Broken($"a JPEG block has more than 64 coefficients");
            block[JpegTables.ZigZag[k]] = (short)(bits.Extended(category) << _scan.Low);
        }
    }

    /// <summary>Refinement of AC coefficients (T.81 G.1.2.3): one more bit for those known, and new ones of magnitude one.</summary>
    private void NextAc(ref JpegBitReader bits, Span<short> block, JpegScanComponent component)
    {
        var ac = _tables.Ac(component.AcTable);
        var one = 1 << _scan.Low;
        var k = _scan.Start;
        for (; _endOfBandRun == 0 && k <= _scan.End; k++)
        {
            var symbol = bits.Symbol(ac);
            var (run, category) = (symbol >> 4, symbol & 15);
            var fresh = 0;
            if (category != 0)
                fresh = bits.Bits(1) != 0 ? one : -one;
            else if (run != 15)
            {
                _endOfBandRun = (1 << run) + (run > 0 ? bits.Bits(run) : 0);
                break;
            }

            // pass over `run` zeros; coefficients already known do not count but take their bit
            for (; k <= _scan.End; k++)
            {
                ref var coefficient = ref block[JpegTables.ZigZag[k]];
                if (coefficient != 0)
                    Refine(ref bits, ref coefficient, one);
                else if (run-- == 0)
                {
                    coefficient = (short)fresh;
                    break;
                }
            }
        }

        if (_endOfBandRun == 0)
            return;
        _endOfBandRun--;
        for (; k <= _scan.End; k++)
        {
            ref var coefficient = ref block[JpegTables.ZigZag[k]];
            if (coefficient != 0)
                Refine(ref bits, ref coefficient, one);
        }
    }

    private static void Refine(ref JpegBitReader bits, ref short coefficient, int one)
    {
        if (bits.Bits(1) != 0 && (coefficient & one) == 0)
            coefficient += (short)(coefficient > 0 ? one : -one);
    }

    private static int Category(int symbol) => symbol <= 15 ? symbol : throw FrameLimits.Broken($"a JPEG coefficient is out of range");
}

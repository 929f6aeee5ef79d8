using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Lossless, Huffman coded JPEG: process 14 with any of the seven predictors (ITU-T T.81 annex H), 2 to 16 bits.</summary>
internal static class LosslessJpegDecoder
{
    /// <exception cref="UndecodableFrameException">The data are damaged or of an unusual kind.</exception>
    public static DecodedFrame Decode(PixelDescription description, ReadOnlySpan<byte> jpeg, JpegFrame frame)
    {
        if (frame.Precision is < 2 or > 16 || frame.IsSubsampled)
            throw FrameLimits.Broken($"the lossless JPEG has {frame.Precision} bits or subsampled components");
        // Every sample costs at least one bit, so a short frame cannot claim a large image.
        if (FrameLimits.SampleCount(description) > jpeg.Length * 8L)
            throw FrameLimits.Broken($"{jpeg.Length} bytes cannot hold {description.Columns} x {description.Rows} pixels");
        var samples = new ushort[FrameLimits.SampleCount(description)];
        var (tables, decoded) = (new JpegTables(), 0);
        var reader = new JpegSegmentReader(jpeg);
        while (decoded < frame.Components.Length && reader.Next() && reader.Marker != JpegMarker.Eoi)
        {
            tables.Take(reader.Marker, reader.Segment);
            if (reader.Marker != JpegMarker.Sos)
                continue;
            var scan = JpegScan.Read(frame, reader.Segment);
            reader.Position = DecodeScan(jpeg, reader.Position, frame, scan, tables, samples);
            decoded += scan.Components.Length;
        }

        if (decoded < frame.Components.Length)
            throw FrameLimits.Broken($"the lossless JPEG ends early");
        return Fit(description, samples, frame.Precision);
    }

    private static int DecodeScan(
        ReadOnlySpan<byte> jpeg, int position, JpegFrame frame, JpegScan scan, JpegTables tables, ushort[] samples)
    {
        if (scan.Start is < 1 or > 7 || scan.Low >= frame.Precision)
            throw FrameLimits.Broken($"the lossless JPEG names predictor {scan.Start}");
        var bits = new JpegBitReader(jpeg, position);
        var (pixelStride, rowStride) = (frame.Components.Length, frame.Columns * frame.Components.Length);
        var huffman = Array.ConvertAll(scan.Components, component => tables.Dc(component.DcTable));
        var untilRestart = tables.RestartInterval;
        var isFirstRow = true; // of the image, or after a restart: only the left neighbour predicts (H.1.2.1)
        for (int row = 0, restarts = 0; row < frame.Rows; row++)
        {
            var atStart = row == 0;
            if (!atStart && !isFirstRow && scan.Start == 1 && tables.RestartInterval == 0 && huffman.Length == 1)
            {
                FromLeft(ref bits, huffman[0], samples.AsSpan(row * rowStride, rowStride), samples[((row - 1) * rowStride) + scan.Components[0].Index], scan.Components[0].Index, pixelStride);
                continue;
            }

            for (var column = 0; column < frame.Columns; column++)
            {
                if (tables.RestartInterval > 0 && untilRestart-- == 0)
                {
                    if (!bits.Restart())
                        throw FrameLimits.Broken($"restart marker {restarts} of the lossless JPEG is missing");
                    restarts++;
                    untilRestart = tables.RestartInterval - 1;
                    (isFirstRow, atStart) = (true, true);
                }

                for (var c = 0; c < huffman.Length; c++)
                {
                    var category = bits.Symbol(huffman[c]);
                    var difference = category < 16 ? bits.Extended(category) : 32768; // H.1.2.2: no bits follow category 16
                    var at = (row * rowStride) + (column * pixelStride) + scan.Components[c].Index;
                    var prediction = Predict(samples, at, pixelStride, rowStride, column == 0, isFirstRow, atStart, scan.Start, frame.Precision - scan.Low - 1);
                    samples[at] = (ushort)(prediction + difference);
                }

                atStart = false;
            }

            isFirstRow = false;
            if (bits.IsExhausted)
                throw FrameLimits.Broken($"the lossless JPEG ends early, in row {row + 1} of {frame.Rows}");
        }

        if (scan.Low > 0)
            Shift(samples, scan, pixelStride);
        return bits.Position;
    }

    /// <summary>One row of what nearly every lossless JPEG is: one component, predicted from the left (selection value 1).</summary>
    private static void FromLeft(ref JpegBitReader bits, HuffmanTable huffman, Span<ushort> row, int prediction, int first, int pixelStride)
    {
        for (var at = first; at < row.Length; at += pixelStride)
        {
            var category = bits.Symbol(huffman);
            prediction += category < 16 ? bits.Extended(category) : 32768;
            row[at] = (ushort)prediction;
        }

        if (bits.IsExhausted)
            throw FrameLimits.Broken($"the lossless JPEG ends early");
    }

    private static int Predict(
        ushort[] samples, int at, int pixelStride, int rowStride, bool isFirstColumn, bool isFirstRow, bool isStart, int predictor, int middleBit)
    {
        if (isStart)
            return 1 << middleBit;
        if (isFirstRow)
            return isFirstColumn ? samples[at - rowStride] : samples[at - pixelStride];
        if (isFirstColumn)
            return samples[at - rowStride];
        if (predictor == 1)
            return samples[at - pixelStride];
        int left = samples[at - pixelStride], above = samples[at - rowStride], corner = samples[at - rowStride - pixelStride];
        return predictor switch
        {
            2 => above,
            3 => corner,
            4 => left + above - corner,
            5 => left + ((above - corner) >> 1),
            6 => above + ((left - corner) >> 1),
            _ => (left + above) >> 1,
        };
    }

    private static void Shift(ushort[] samples, JpegScan scan, int pixelStride)
    {
        foreach (var component in scan.Components)
        {
            for (var at = component.Index; at < samples.Length; at += pixelStride)
                samples[at] <<= scan.Low;
        }
    }

    private static DecodedFrame Fit(PixelDescription description, ushort[] samples, int precision)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(samples.Length * (precision <= 8 ? 1 : 2));
        if (precision <= 8)
        {
            for (var i = 0; i < samples.Length; i++)
                bytes[i] = (byte)samples[i];
        }
        else
        {
            samples.CopyTo(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));
        }

        return SampleContainer.Fit(description, bytes, precision);
    }
}

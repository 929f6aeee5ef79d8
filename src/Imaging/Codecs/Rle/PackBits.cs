namespace ImagingGateway.Imaging.Codecs.Rle;

/// <summary>The byte run-length code of PS3.5 G.3.</summary>
internal static class PackBits
{
    /// <summary>Decodes <paramref name="count"/> bytes into every <paramref name="stride"/>th place from <paramref name="first"/> on.</summary>
    /// <exception cref="UndecodableFrameException">The segment ends before that.</exception>
    public static void Decode(ReadOnlySpan<byte> segment, Span<byte> output, int first, int stride, int count)
    {
        int from = 0, done = 0;
        while (done < count)
        {
            if (from >= segment.Length)
                throw FrameLimits.Broken($"an RLE segment ends early, with {done} of {count} bytes");
            int code = segment[from++];
            if (code == 128)
                continue; // G.3.2: no operation
            var run = Math.Min(code < 128 ? code + 1 : 257 - code, count - done);
            if (segment.Length - from < (code < 128 ? run : 1))
                throw FrameLimits.Broken($"an RLE segment ends inside a run");
            var to = first + (done * stride);
            if (code > 128)
                Replicate(segment[from++], output, to, stride, run);
            else if (stride == 1)
                segment.Slice(from, run).CopyTo(output[to..]);
            else
                Scatter(segment.Slice(from, run), output, to, stride);
            if (code < 128)
                from += run;
            done += run;
        }
    }

    /// <summary>Encodes one row; a run never crosses rows (G.3.1). Returns the bytes written.</summary>
    public static int EncodeRow(ReadOnlySpan<byte> row, Span<byte> output)
    {
        int from = 0, to = 0;
        while (from < row.Length)
        {
            var run = RunLength(row[from..]);
            if (run >= 2)
            {
                output[to++] = (byte)(257 - run);
                output[to++] = row[from];
                from += run;
                continue;
            }

            var literal = LiteralLength(row[from..]);
            output[to++] = (byte)(literal - 1);
            row.Slice(from, literal).CopyTo(output[to..]);
            (from, to) = (from + literal, to + literal);
        }

        return to;
    }

    private static int RunLength(ReadOnlySpan<byte> bytes)
    {
        var differs = bytes[..Math.Min(bytes.Length, 128)].IndexOfAnyExcept(bytes[0]);
        return differs < 0 ? Math.Min(bytes.Length, 128) : differs;
    }

    /// <summary>A pair inside literals is not worth leaving them for; three equal bytes are.</summary>
    private static int LiteralLength(ReadOnlySpan<byte> bytes)
    {
        var most = Math.Min(bytes.Length, 128);
        for (var i = 1; i + 2 < most; i++)
        {
            if (bytes[i] == bytes[i + 1] && bytes[i] == bytes[i + 2])
                return i;
        }

        return most;
    }

    private static void Replicate(byte value, Span<byte> output, int to, int stride, int run)
    {
        if (stride == 1)
        {
            output.Slice(to, run).Fill(value);
            return;
        }

        for (var i = 0; i < run; i++, to += stride)
            output[to] = value;
    }

    private static void Scatter(ReadOnlySpan<byte> literal, Span<byte> output, int to, int stride)
    {
        for (var i = 0; i < literal.Length; i++, to += stride)
            output[to] = literal[i];
    }
}

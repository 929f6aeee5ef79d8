namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>The scan header (ITU-T T.81 B.2.3).</summary>
/// <param name="Components">Indices into the frame's components, with their entropy tables.</param>
/// <param name="Start">Ss: first coefficient, or the predictor of a lossless scan.</param>
/// <param name="End">Se: last coefficient.</param>
/// <param name="High">Ah: bits of the approximation before.</param>
/// <param name="Low">Al: bits of this approximation, or the point transform of a lossless scan.</param>
internal sealed record JpegScan(JpegScanComponent[] Components, int Start, int End, int High, int Low)
{
    /// <summary>Reads the segment's content.</summary>
    /// <exception cref="UndecodableFrameException">It is no scan header of this frame.</exception>
    public static JpegScan Read(JpegFrame frame, ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty || segment[0] is 0 or > 4 || segment.Length < 4 + (2 * segment[0]))
            throw FrameLimits.Broken($"a JPEG scan header is damaged");
        var components = new JpegScanComponent[segment[0]];
        for (var i = 0; i < components.Length; i++)
        {
            var (id, tables) = (segment[1 + (2 * i)], segment[2 + (2 * i)]);
            var index = Array.FindIndex(frame.Components, component => component.Id == id);
            if (index < 0 || (tables >> 4) > 3 || (tables & 15) > 3 || Array.Exists(components[..i], earlier => earlier.Index == index))
                throw FrameLimits.Broken($"a JPEG scan header is damaged");
            components[i] = new JpegScanComponent(index, tables >> 4, tables & 15);
        }

        var rest = segment[(1 + (2 * components.Length))..];
        var scan = new JpegScan(components, rest[0], rest[1], rest[2] >> 4, rest[2] & 15);
        if (scan.Start > 63 || scan.End > 63 || scan.Low > 15)
            throw FrameLimits.Broken($"a JPEG scan header is damaged");
        return scan;
    }
}

/// <summary>A component of a scan: which, and its DC (or lossless) and AC tables.</summary>
internal readonly record struct JpegScanComponent(int Index, int DcTable, int AcTable);

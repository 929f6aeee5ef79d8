namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>What stands before the first scan: the frame, and what the application markers say about colour.</summary>
/// <param name="AdobeTransform">Colour transform of the Adobe APP14 segment: 0 none, 1 YCbCr; null without the segment.</param>
internal sealed record JpegHeader(JpegFrame Frame, int? AdobeTransform)
{
    /// <exception cref="UndecodableFrameException">The bytes are no JPEG.</exception>
    public static JpegHeader Read(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [0xFF, JpegMarker.Soi, ..])
            throw FrameLimits.Broken($"the frame is no JPEG");
        var reader = new JpegSegmentReader(jpeg);
        JpegFrame? frame = null;
        int? adobe = null;
        while (reader.Next() && reader.Marker is not (JpegMarker.Sos or JpegMarker.Eoi))
        {
            if (JpegMarker.IsStartOfFrame(reader.Marker))
                frame = frame is null ? JpegFrame.Read(reader.Marker, reader.Segment) : throw FrameLimits.Broken($"the JPEG has two frame headers");
            else if (reader.Marker == JpegMarker.App14 && reader.Segment.Length >= 12 && reader.Segment.StartsWith("Adobe"u8))
                adobe = reader.Segment[11];
        }

        if (frame is null || reader.Marker != JpegMarker.Sos)
            throw FrameLimits.Broken($"the JPEG ends before its first scan");
        return new JpegHeader(frame, adobe);
    }

    /// <summary>
    /// The three components are Y, Cb, Cr. The data set's photometric interpretation says so (PS3.5 8.2.1), except where the
    /// codestream proves it wrong: nobody subsamples red and blue, and the Adobe marker is explicit.
    /// </summary>
    public bool IsYCbCr(string photometric) => photometric.StartsWith("YBR", StringComparison.Ordinal)
        ? AdobeTransform != 0 || Frame.IsSubsampled
        : Frame.IsSubsampled || AdobeTransform == 1;
}

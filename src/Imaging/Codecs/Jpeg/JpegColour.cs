namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>Says in a codestream what DICOM says in the header: whether its components are to be converted.</summary>
internal static class JpegColour
{
    // APP14, length 14, "Adobe", version 100, flags 0 0, transform
    private static readonly byte[] Adobe = [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0];

    /// <summary>
    /// The same image without application and comment segments, told to convert YCbCr to RGB or to leave the components alone, and
    /// ended with EOI. Libraries guess the colour space from JFIF and Adobe segments; only the latter can say "no transform".
    /// </summary>
    public static byte[] Restate(ReadOnlySpan<byte> jpeg, bool convert)
    {
        var output = new byte[jpeg.Length + Adobe.Length + 4];
        output[0] = 0xFF;
        output[1] = JpegMarker.Soi;
        Adobe.CopyTo(output, 2);
        output[2 + Adobe.Length - 1] = convert ? (byte)1 : (byte)0;
        var length = 2 + Adobe.Length;
        var reader = new JpegSegmentReader(jpeg);
        while (reader.Next())
        {
            if (reader.Marker is JpegMarker.Soi or JpegMarker.Com or (>= JpegMarker.App0 and <= JpegMarker.App15))
                continue;
            var isScan = reader.Marker is JpegMarker.Sos or JpegMarker.Eoi;
            var part = isScan ? jpeg[reader.MarkerPosition..] : jpeg[reader.MarkerPosition..reader.Position];
            part.CopyTo(output.AsSpan(length));
            length += part.Length;
            if (isScan)
                break;
        }

        output[length++] = 0xFF;
        output[length++] = JpegMarker.Eoi;
        return output[..length];
    }
}

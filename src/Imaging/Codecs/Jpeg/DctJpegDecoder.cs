using System.Runtime.InteropServices;
using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>
/// Sequential and progressive Huffman coded DCT of 8 or 12 bits (ITU-T T.81 annexes F and G): what libjpeg-turbo does not
/// read (12 bits), and everything when that library is missing.
/// </summary>
internal static class DctJpegDecoder
{
    /// <summary>Scans a progressive image may have; more is a way to keep a server busy.</summary>
    private const int MostScans = 100;

    /// <param name="convert">YCbCr of 8 bits becomes RGB; of 12 bits it stays.</param>
    /// <exception cref="UndecodableFrameException">The data are damaged or of an unusual kind.</exception>
    public static DecodedFrame Decode(PixelDescription description, ReadOnlySpan<byte> jpeg, JpegFrame frame, bool convert = false)
    {
        if (frame.Precision is not (8 or 12))
            throw FrameLimits.Broken($"the JPEG has {frame.Precision} bits per sample");
        if (FrameLimits.SampleCount(description) > jpeg.Length * 2048L)
            throw FrameLimits.Broken($"{jpeg.Length} bytes cannot hold {description.Columns} x {description.Rows} pixels");
        var planes = Array.ConvertAll(frame.Components, component => new DctPlane(frame, component));
        var (tables, scans) = (new JpegTables(), 0);
        var reader = new JpegSegmentReader(jpeg);
        while (reader.Next() && reader.Marker != JpegMarker.Eoi)
        {
            tables.Take(reader.Marker, reader.Segment);
            if (reader.Marker != JpegMarker.Sos)
                continue;
            if (++scans > MostScans)
                throw FrameLimits.Broken($"the JPEG has more than {MostScans} scans");
            var decoder = new DctScanDecoder(frame, JpegScan.Read(frame, reader.Segment), tables, planes);
            reader.Position = decoder.Decode(jpeg, reader.Position);
        }

        var samples = Array.ConvertAll(planes, plane => plane.Reconstruct(tables, frame.Precision));
        return Join(description, frame, planes, samples, convert);
    }

    /// <summary>Interleaves the planes, repeating the samples of subsampled ones.</summary>
    private static DecodedFrame Join(PixelDescription description, JpegFrame frame, DctPlane[] planes, ushort[][] samples, bool convert)
    {
        var coded = frame.Precision <= 8 ? 1 : 2;
        var bytes = new byte[FrameLimits.SampleCount(description) * coded];
        var words = coded == 2 ? MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()) : default;
        for (var c = 0; c < planes.Length; c++)
        {
            var (plane, from, to) = (planes[c], samples[c], c);
            for (var row = 0; row < frame.Rows; row++)
            {
                var line = row * plane.Component.Vertical / frame.MaxVertical * plane.Stride;
                for (var column = 0; column < frame.Columns; column++, to += planes.Length)
                {
                    var sample = from[line + (column * plane.Component.Horizontal / frame.MaxHorizontal)];
                    if (coded == 2)
                        words[to] = sample;
                    else
                        bytes[to] = (byte)sample;
                }
            }
        }

        if (convert && coded == 1)
        {
            YbrConversion.Full.Convert(bytes, bytes);
            description = description with { PhotometricInterpretation = "RGB" };
        }

        return SampleContainer.Fit(description, bytes, frame.Precision);
    }
}

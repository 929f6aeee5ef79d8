using System.Text;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Codecs.Isolation;

/// <summary>What goes to a decoding process and comes back: numbers little endian, text and bytes after their length.</summary>
internal static class DecoderMessages
{
    private const byte Decoded = 1, Refused = 2;

    /// <summary>One frame to decode.</summary>
    public sealed record Request(string Syntax, PixelDescription Description, FrameSource Source, ReadOnlyMemory<byte> Frame);

    public static void WriteRequest(Stream to, Request request)
    {
        using var writer = new BinaryWriter(new MemoryStream());
        writer.Write(request.Syntax);
        Write(writer, request.Description);
        writer.Write(request.Source.FrameNumber);
        writer.Write(request.Source.PixelDataVR.Code);
        writer.Write(request.Source.PreferRgb);
        writer.Write(request.Source.Reduction);
        Send(to, writer, request.Frame.Span);
    }

    /// <summary>The next request; null when none comes any more.</summary>
    public static Request? ReadRequest(Stream from)
    {
        using var reader = new BinaryReader(from, Encoding.UTF8, leaveOpen: true);
        string syntax;
        try
        {
            syntax = reader.ReadString();
        }
        catch (EndOfStreamException)
        {
            return null;
        }

        var description = ReadDescription(reader);
        var source = new FrameSource(reader.ReadInt32(), new VR(reader.ReadUInt16()), reader.ReadBoolean(), reader.ReadInt32());
        return new Request(syntax, description, source, ReadBytes(from, reader.ReadInt32()));
    }

    public static void WriteAnswer(Stream to, DecodedFrame frame)
    {
        using var writer = new BinaryWriter(new MemoryStream());
        writer.Write(Decoded);
        Write(writer, frame.Description);
        Send(to, writer, frame.Samples.Span);
    }

    public static void WriteRefusal(Stream to, string message)
    {
        using var writer = new BinaryWriter(new MemoryStream());
        writer.Write(Refused);
        writer.Write(message);
        Send(to, writer, []);
    }

    /// <summary>The answer to a request. Damage may have made the other process say anything: only a frame of the size asked for is taken.</summary>
    /// <exception cref="UndecodableFrameException">The frame was refused.</exception>
    /// <exception cref="IOException">There is no answer, or none that is right.</exception>
    public static DecodedFrame ReadAnswer(Stream from, Request request)
    {
        using var reader = new BinaryReader(from, Encoding.UTF8, leaveOpen: true);
        switch (reader.ReadByte())
        {
            case Refused:
                var message = reader.ReadString();
                _ = reader.ReadInt32(); // no bytes follow
                throw new UndecodableFrameException(message);
            case Decoded:
                var description = ReadDescription(reader);
                var length = reader.ReadInt32();
                return Fits(description, length, request) ? new DecodedFrame(description, ReadBytes(from, length)) : throw new InvalidDataException("The decoder answered with another frame.");
            default:
                throw new InvalidDataException("The decoder answered what is no answer.");
        }
    }

    private static bool Fits(PixelDescription answered, int length, Request request)
    {
        var isSize = false;
        for (var times = 0; times <= Math.Clamp(request.Source.Reduction, 0, 32) && !isSize; times++)
            isSize = FrameLimits.Halve(request.Description, times) is var halved && (halved.Rows, halved.Columns) == (answered.Rows, answered.Columns);
        return isSize && answered.SamplesPerPixel == request.Description.SamplesPerPixel && answered.BitsAllocated is > 0 and <= 64
            && length == answered.FrameLength && length <= FrameLimits.MaxFrameBytes;
    }

    // The numbers leave in one piece, then the bytes.
    private static void Send(Stream to, BinaryWriter numbers, ReadOnlySpan<byte> bytes)
    {
        numbers.Write(bytes.Length);
        var gathered = (MemoryStream)numbers.BaseStream;
        to.Write(gathered.GetBuffer().AsSpan(0, (int)gathered.Length));
        to.Write(bytes);
        to.Flush();
    }

    private static byte[] ReadBytes(Stream from, int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        from.ReadExactly(bytes);
        return bytes;
    }

    private static void Write(BinaryWriter writer, PixelDescription d)
    {
        writer.Write(d.Rows);
        writer.Write(d.Columns);
        writer.Write(d.NumberOfFrames);
        writer.Write(d.SamplesPerPixel);
        writer.Write(d.BitsAllocated);
        writer.Write(d.BitsStored);
        writer.Write(d.HighBit);
        writer.Write(d.IsSigned);
        writer.Write(d.PlanarConfiguration);
        writer.Write(d.PhotometricInterpretation);
    }

    private static PixelDescription ReadDescription(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(),
        reader.ReadBoolean(), reader.ReadInt32(), reader.ReadString());
}

using System.Buffers;
using System.IO.Compression;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Writes a data set strictly: ascending tags, even lengths, defined lengths, the VR as held.</summary>
public static class DataSetWriter
{
    /// <summary>Writes the data set in the given syntax; for the deflated syntax the output is deflated.</summary>
    /// <exception cref="InvalidOperationException">A value is a <see cref="BulkReference"/>: its bytes are elsewhere.</exception>
    public static void Write(IBufferWriter<byte> output, DataSet dataSet, TransferSyntax syntax) =>
        Write(output, dataSet, syntax, DataSetWriteOptions.Canonical);

    /// <summary>The same in a chosen form; returns the bytes written (before deflating).</summary>
    public static long Write(IBufferWriter<byte> output, DataSet dataSet, TransferSyntax syntax, DataSetWriteOptions options)
    {
        if (!syntax.IsDeflated)
            return new ElementWriter(output, syntax, options).Write(dataSet);
        var plain = new ArrayBufferWriter<byte>();
        var length = new ElementWriter(plain, syntax, options).Write(dataSet);
        Deflate(plain.WrittenSpan, output);
        return length;
    }

    /// <summary>The data set as an array.</summary>
    public static byte[] ToArray(DataSet dataSet, TransferSyntax syntax, DataSetWriteOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, dataSet, syntax, options ?? DataSetWriteOptions.Canonical);
        return output.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> Nul => [0];

    // PS3.5 A.5: raw deflate, padded to even length with a NUL.
    private static void Deflate(ReadOnlySpan<byte> plain, IBufferWriter<byte> output)
    {
        using var deflated = new MemoryStream();
        using (var deflater = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflater.Write(plain);
        output.Write(deflated.GetBuffer().AsSpan(0, (int)deflated.Length));
        if ((deflated.Length & 1) != 0)
            output.Write(Nul);
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Bench.Reading;

/// <summary>What a whole process does with a folder of files; each prints files and seconds, start of the process not counted.</summary>
internal static class Files
{
    public static void ForEach(string folder, Func<string, int> work)
    {
        var paths = Directory.GetFiles(folder);
        var clock = Stopwatch.StartNew();
        var elements = 0;
        foreach (var path in paths)
            elements += work(path);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{paths.Length} files {clock.Elapsed.TotalSeconds:F3} s {clock.Elapsed.TotalMicroseconds / paths.Length:F1} us/file {elements} elements"));
    }

    /// <summary>Up to the pixel data.</summary>
    public static int Scan(string path) => FileHeader.Read(path).DataSet.Count;

    /// <summary>Every byte in memory, every element; the memory is used again for the next file.</summary>
    public static int Parse(string path)
    {
        using var file = File.OpenHandle(path);
        var length = (int)RandomAccess.GetLength(file);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var read = 0; read < length;)
                read += RandomAccess.Read(file, bytes.AsSpan(read, length - read), read);
            return Read(bytes.AsMemory(0, length)).DataSet.Count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Every element read and written as Implicit VR Little Endian, as dcmconv +ti does.</summary>
    public static int Rewrite(string path, string folder)
    {
        var dataSet = Read(File.ReadAllBytes(path)).DataSet;
        var output = new ArrayBufferWriter<byte>(1 << 20);
        FileMetaInformation.Write(output, dataSet.GetUid(Tags.SOPClassUID), dataSet.GetUid(Tags.SOPInstanceUID), Uids.ImplicitVRLittleEndian, null);
        DataSetWriter.Write(output, dataSet, TransferSyntax.ImplicitVRLittleEndian);
        using var file = File.OpenHandle(Path.Combine(folder, Path.GetFileName(path)), FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, output.WrittenSpan, 0);
        return dataSet.Count;
    }

    private static DataSetReading Read(ReadOnlyMemory<byte> file)
    {
        FileMetaInformation.TryRead(file.Span, true, out var meta);
        return DataSetReader.ReadLeniently(file[(int)meta!.DataSetOffset..], TransferSyntax.Of(meta.TransferSyntaxUid));
    }
}

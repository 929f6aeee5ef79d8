using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Bench.Dicom;

/// <summary>What a whole process does with a folder of files; each prints files and seconds, start of the process not counted.</summary>
internal static class Files
{
    /// <summary>So many CT files of 0.5 MiB below DIR/full, and their headers alone below DIR/headers.</summary>
    public static int Make(string folder, int count)
    {
        var slices = DemoStudies.ChestCT(new DateTime(2026, 1, 2, 8, 0, 0, DateTimeKind.Utc), slices: 16).ToList();
        Directory.CreateDirectory(Path.Combine(folder, "full"));
        Directory.CreateDirectory(Path.Combine(folder, "headers"));
        for (var i = 0; i < count; i++)
        {
            var dataSet = slices[i % slices.Count].DataSet;
            var sop = Uid.New();
            dataSet.SetString(Tags.SOPInstanceUID, sop.Value).SetInteger(Tags.InstanceNumber, i + 1);
            var name = string.Create(CultureInfo.InvariantCulture, $"IM{i:D6}.dcm");
            File.WriteAllBytes(Path.Combine(folder, "full", name), ToFile(dataSet, sop));
            var header = new DataSet();
            foreach (var element in dataSet)
            {
                if (element.Tag != Tags.PixelData)
                    header.Set(element);
            }

            File.WriteAllBytes(Path.Combine(folder, "headers", name), ToFile(header, sop));
        }

        return 0;
    }

    public static int ForEach(string folder, Func<string, int> work)
    {
        var paths = Directory.GetFiles(folder);
        var clock = Stopwatch.StartNew();
        var elements = 0;
        foreach (var path in paths)
            elements += work(path);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{paths.Length} files {clock.Elapsed.TotalSeconds:F3} s {clock.Elapsed.TotalMicroseconds / paths.Length:F1} us/file {elements} elements"));
        return 0;
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

    public static byte[] ToFile(DataSet dataSet, Uid sop)
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, Uids.CTImageStorage, sop, Uids.ExplicitVRLittleEndian, null);
        DataSetWriter.Write(output, dataSet, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }

    private static DataSetReading Read(ReadOnlyMemory<byte> file)
    {
        FileMetaInformation.TryRead(file.Span, true, out var meta);
        return DataSetReader.ReadLeniently(file[(int)meta!.DataSetOffset..], TransferSyntax.Of(meta.TransferSyntaxUid));
    }
}

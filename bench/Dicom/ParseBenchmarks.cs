using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Bench.Dicom;

/// <summary>How long does reading a CT take, and what does it allocate? A header of 48 elements and 1.3 KB, and a file of 0.5 MiB.</summary>
[MemoryDiagnoser]
[MinColumn]
public class ParseBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(16 << 10);
    private byte[] _header = [];
    private byte[] _instance = [];
    private DataSet _dataSet = new();
    private string _path = string.Empty;

    [GlobalSetup]
    public void Setup()
    {
        var header = CtHeader.Make();
        _header = DataSetWriter.ToArray(header, TransferSyntax.ExplicitVRLittleEndian);
        if (header.Count != 48)
            throw new InvalidOperationException($"The header has {header.Count} elements.");
        Console.WriteLine($"// header: {header.Count} elements, {_header.Length} bytes");
        _dataSet = ScanHeader().Header;
        header.Set(new DataElement(Tags.PixelData, VR.OW, new byte[512 * 512 * 2]));
        _instance = DataSetWriter.ToArray(header, TransferSyntax.ExplicitVRLittleEndian);
        _path = Path.Combine(Path.GetTempPath(), $"dicom-bench-{Environment.ProcessId}.dcm");
        File.WriteAllBytes(_path, MadeFiles.ToFile(header, new Uid("1.2.3")));
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);

    /// <summary>Bytes to elements.</summary>
    [Benchmark]
    public InstanceScan ScanHeader()
    {
        using var scanner = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian);
        scanner.Push(_header);
        return scanner.Complete();
    }

    /// <summary>The same with the whole data set in memory.</summary>
    [Benchmark]
    public DataSet ReadHeader() => DataSetReader.Read(_header, TransferSyntax.ExplicitVRLittleEndian);

    /// <summary>Elements to DICOM JSON.</summary>
    [Benchmark]
    public int HeaderToJson()
    {
        _output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_output, new JsonWriterOptions { SkipValidation = true });
        DicomJson.Write(json, _dataSet);
        json.Flush();
        return _output.WrittenCount;
    }

    /// <summary>Elements to bytes.</summary>
    [Benchmark]
    public int WriteHeader()
    {
        _output.ResetWrittenCount();
        DataSetWriter.Write(_output, _dataSet, TransferSyntax.ExplicitVRLittleEndian);
        return _output.WrittenCount;
    }

    /// <summary>A file that the system has in its cache, from opening to the pixel data.</summary>
    [Benchmark]
    public FileHeader ScanFile() => FileHeader.Read(_path);

    /// <summary>Every byte of the instance in memory, hashing the pixel data as ingest does.</summary>
    [Benchmark]
    public byte[] ScanAndHashInstance()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var scanner = new InstanceScanner(TransferSyntax.ExplicitVRLittleEndian) { PixelDataSink = hash.AppendData };
        scanner.Push(_instance);
        scanner.Complete();
        return hash.GetHashAndReset();
    }

    /// <summary>The hash alone, to compare with.</summary>
    [Benchmark]
    public byte[] HashInstance() => SHA256.HashData(_instance);
}

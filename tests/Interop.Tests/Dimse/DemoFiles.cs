using System.Buffers;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>Files of one made study, gone afterwards.</summary>
internal sealed class DemoFiles(string folder, IReadOnlyList<string> paths, DataSet first) : IDisposable
{
    public IReadOnlyList<string> Paths { get; } = paths;

    public string Study { get; } = first.GetString(Tags.StudyInstanceUID)!;

    public string Series { get; } = first.GetString(Tags.SeriesInstanceUID)!;

    public string PatientId { get; } = first.GetString(Tags.PatientID)!;

    public string Accession { get; } = first.GetString(Tags.AccessionNumber)!;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A CT series written as Part 10 files.</summary>
    public static async Task<DemoFiles> MakeAsync(int slices, int size = 64)
    {
        var instances = DemoStudies.ChestCT(DateTime.Now, slices, size).ToList();
        var folder = Directory.CreateTempSubdirectory("demo-").FullName;
        var paths = new List<string>();
        foreach (var instance in instances)
        {
            var bytes = new ArrayBufferWriter<byte>();
            FileMetaInformation.Write(bytes, instance.SopClassUid, instance.SopInstanceUid, instance.TransferSyntax.Uid, null);
            DataSetWriter.Write(bytes, instance.DataSet, instance.TransferSyntax);
            paths.Add(Path.Combine(folder, $"{paths.Count}.dcm"));
            await File.WriteAllBytesAsync(paths[^1], bytes.WrittenMemory);
        }

        return new DemoFiles(folder, paths, instances[0].DataSet);
    }
}

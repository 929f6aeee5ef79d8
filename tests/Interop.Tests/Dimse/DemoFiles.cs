using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

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
}

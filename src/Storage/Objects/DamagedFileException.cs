namespace ImagingGateway.Storage.Objects;

/// <summary>A spool file is no longer what was received: the disk changed it after the acknowledgement.</summary>
public sealed class DamagedFileException(string path) : Exception($"The spool file {System.IO.Path.GetFileName(path)} is not what was received: check the disk.")
{
    public string Path { get; } = path;
}

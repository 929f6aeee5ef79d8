namespace ImagingGateway.Filmless.Secrets;

/// <summary>A directory that only the gateway's own user may enter.</summary>
public static class PrivateDirectory
{
    public static DirectoryInfo Create(string path) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}

using System.Diagnostics;

namespace ImagingGateway.TestKit;

/// <summary>
/// A directory whose disk can be filled and freed. Where mounting is allowed: a small volume of its own, filled to the last byte. Elsewhere: a
/// directory on the disk there is, with a reserve that a large file breaks into.
/// </summary>
public sealed class DiskToFill : IDisposable
{
    private const long Volume = 256L << 20, Room = 1L << 30, Filler = 2L << 30;
    private readonly bool _isMounted;

    public DiskToFill()
    {
        _isMounted = Environment.IsPrivilegedProcess && TryRun("mount", "-t", "tmpfs", "-o", $"size={Volume}", "tmpfs", Path);
        Reserve = _isMounted ? 1 << 20 : new DriveInfo(Path).AvailableFreeSpace - Room;
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("gateway-disk-").FullName;

    /// <summary>What the gateway must leave free (setting <c>SpoolReserveBytes</c>) so that filling is noticed.</summary>
    public long Reserve { get; }

    private string FillerPath => System.IO.Path.Combine(Path, "filler");

    public void Fill()
    {
        if (_isMounted)
        {
            // what is written in the meantime takes its share too
            using var file = new FileStream(FillerPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var piece = new byte[64 << 10];
            try
            {
                while (true)
                    file.Write(piece);
            }
            catch (IOException)
            {
                return;
            }
        }

        File.OpenHandle(FillerPath, FileMode.Create, FileAccess.Write, preallocationSize: Filler).Dispose();
    }

    public void Free() => File.Delete(FillerPath);

    public void Dispose()
    {
        if (_isMounted && !TryRun("umount", Path))
            throw new InvalidOperationException($"{Path} is still in use.");
        Directory.Delete(Path, recursive: true);
    }

    private static bool TryRun(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

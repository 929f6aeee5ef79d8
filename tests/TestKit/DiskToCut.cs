using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.TestKit;

/// <summary>
/// A directory whose disk can lose its power: an ext4 volume of its own that is shut down in an instant (EXT4_IOC_SHUTDOWN without flushing, as the
/// tests of file systems do it). What was written and not flushed is gone then, names as well as bytes; every later call fails. Where no volume can
/// be mounted, <see cref="IsReal"/> says so and only processes lose anything.
/// </summary>
public sealed partial class DiskToCut : IAsyncDisposable
{
    private const nuint Shutdown = 0x8004587d; // _IOR('X', 125, u32), the same on every architecture this runs on
    private const uint WithoutFlushing = 2;
    private readonly string _home = Directory.CreateTempSubdirectory("gateway-power-").FullName;

    /// <param name="hasJournal">Without one no order of changes is kept by the file system: only what was flushed, name by name, is there afterwards.</param>
    public DiskToCut(bool hasJournal)
    {
        Directory.CreateDirectory(Path);
        using (var image = File.Create(Image))
            image.SetLength(1L << 30);
        IsReal = Environment.IsPrivilegedProcess
            && Run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,nodiscard", "-O", hasJournal ? "has_journal" : "^has_journal", Image) == 0
            && Mount() == 0;
    }

    /// <summary>There is a volume whose power can fail.</summary>
    public bool IsReal { get; }

    public string Path => System.IO.Path.Combine(_home, "volume");

    private string Image => System.IO.Path.Combine(_home, "image");

    /// <summary>The power fails.</summary>
    public void Cut()
    {
        if (!IsReal)
            return;
        using var any = File.OpenHandle(System.IO.Path.Combine(Path, "power"), FileMode.OpenOrCreate, FileAccess.Read);
        var how = WithoutFlushing;
        if (Control(any, Shutdown, ref how) != 0)
            throw new Win32Exception();
    }

    /// <summary>The file system finds an error in itself and from now on only lets itself be read. What was written and not flushed is gone, as after a power cut.</summary>
    public void BecomeReadOnly()
    {
        var device = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).Last(mount => mount[1] == Path)[0];
        File.WriteAllText($"/sys/fs/ext4/{System.IO.Path.GetFileName(device)}/trigger_fs_error", "1");
    }

    /// <summary>The power is back and the machine has started: the file system has repaired itself.</summary>
    public async Task ReturnAsync()
    {
        if (!IsReal)
            return;
        await UnmountAsync();
        var repaired = Run("e2fsck", "-fy", Image);
        if (repaired > 2)
            throw new InvalidOperationException($"e2fsck ended with {repaired}.");
        if (Mount() != 0)
            throw new InvalidOperationException("The volume cannot be mounted again.");
    }

    public async ValueTask DisposeAsync()
    {
        if (IsReal)
            await UnmountAsync();
        Directory.Delete(_home, recursive: true);
    }

    // processes that were killed let go of it in their own time
    private Task UnmountAsync() => Eventually.IsTrueAsync(() => Run("umount", Path) == 0, () => $"{Path} is still in use.");

    private int Mount() => Run("mount", "-o", "loop,errors=remount-ro", Image, Path);

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, ref uint how);
}

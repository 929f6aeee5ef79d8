using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImagingGateway.Storage.Spool;

/// <summary>The calls of the operating system that the base library lacks: a flush that tells every failure, a directory opened to be flushed, a second name for a file, and a file read from the disk again.</summary>
internal static partial class FileSystemCalls
{
    private const int CloseOnExec = 0x80000;
    private const int Exists = 17;
    private const int DontNeed = 4;

    /// <summary>Opens a directory; <see cref="Flush"/> on the handle makes the names in it durable.</summary>
    /// <exception cref="IOException">The directory cannot be opened.</exception>
    public static SafeFileHandle OpenDirectory(string path)
    {
        var descriptor = Open(path, CloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw Failed($"Directory cannot be opened: {path}");
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public static void FlushDirectory(string path)
    {
        using var handle = OpenDirectory(path);
        Flush(handle);
    }

    /// <summary>
    /// Makes the bytes of a file, or the names in a directory, durable. The flush of the base library says nothing when the file system has become read-only,
    /// which is what ext4 does when it meets an error: what was written shortly before is lost then.
    /// </summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public static void Flush(SafeFileHandle handle)
    {
        while (Synchronize(handle) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case 4: // EINTR
                    continue;
                case 22 or 95: // EINVAL EOPNOTSUPP: a file system that flushes no directories
                    return;
                default:
                    throw Failed("What was written could not be made durable");
            }
        }
    }

    /// <summary>What is read next of a flushed file comes from the disk, not from memory. Where the system cannot, it comes from where it is.</summary>
    public static void ForgetCached(SafeFileHandle file) => _ = Advise(file, 0, 0, DontNeed);

    /// <summary>Gives a file a second name without copying it.</summary>
    /// <returns>Linked, already there, or not possible here (another volume, a file system without hard links).</returns>
    public static LinkResult TryLink(string existing, string name)
    {
        if (Link(existing, name) == 0)
            return LinkResult.Linked;
        return Marshal.GetLastPInvokeError() switch
        {
            Exists => LinkResult.NameTaken,
            2 => throw new FileNotFoundException("No such spool file.", existing), // ENOENT
            1 or 18 or 31 or 38 or 95 => LinkResult.NotPossible, // EPERM EXDEV EMLINK ENOSYS EOPNOTSUPP
            _ => throw Failed($"File cannot be linked: {name}"),
        };
    }

    private static IOException Failed(string text)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{text} ({new Win32Exception(error).Message})", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, nint offset, nint length, int advice);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}

/// <summary>What became of <see cref="FileSystemCalls.TryLink"/>.</summary>
internal enum LinkResult
{
    Linked,
    NameTaken,
    NotPossible,
}

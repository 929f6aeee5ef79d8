using System.Security.Cryptography;
using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>Copies that can be relied on: flushed, then read back from the disk, not from memory, and compared by SHA-256.</summary>
internal static class ProvenCopy
{
    /// <summary>Copies a file with its time and rights. Its directory is flushed by <see cref="FlushDirectories"/>, once for all files.</summary>
    /// <returns>SHA-256, 64 lower-case hexadecimal digits.</returns>
    /// <exception cref="IOException">It cannot be written, or what was read back is not what was copied.</exception>
    public static async Task<string> RunAsync(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        Flush(to);
        var sha256 = await HashAsync(from, cancellationToken);
        await CheckAsync(to, sha256, cancellationToken);
        return sha256;
    }

    /// <exception cref="IOException">The file has another hash.</exception>
    public static async Task CheckAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        if (await HashAsync(path, cancellationToken) != sha256)
            throw new IOException($"The copy {path} was read back and is not what was copied: do not rely on it, and check the disk.");
    }

    /// <summary>SHA-256 of a file as the disk has it.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        FileSystemCalls.ForgetCached(file.SafeFileHandle);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Makes the bytes of a file durable; whoever reads them next reads the disk.</summary>
    public static void Flush(string path)
    {
        using var handle = File.OpenHandle(path, access: FileAccess.ReadWrite);
        FileSystemCalls.Flush(handle);
        FileSystemCalls.ForgetCached(handle);
    }

    /// <summary>Makes all names below a directory, and its own, durable.</summary>
    public static void FlushDirectories(string directory)
    {
        foreach (var below in Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories).Append(directory).Append(Path.GetDirectoryName(Path.GetFullPath(directory))!))
            FileSystemCalls.FlushDirectory(below);
    }
}

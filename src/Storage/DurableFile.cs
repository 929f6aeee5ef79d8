using ImagingGateway.Storage.Spool;

namespace ImagingGateway.Storage;

/// <summary>Small files that must outlive a power cut: under their name whole or not at all, and durable, name and bytes, once the call returns.</summary>
public static class DurableFile
{
    /// <summary>Writes the file, or leaves the one that is there: the first of several processes wins.</summary>
    /// <param name="path">Its directory exists.</param>
    /// <param name="content">All of it.</param>
    /// <param name="isPrivate">Readable by the gateway's own user only.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void CreateOnce(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        if (File.Exists(path))
            return;
        var partial = WritePartial(path, content, isPrivate);
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }

        FlushName(path);
    }

    /// <inheritdoc cref="CreateOnce"/>
    /// <summary>Writes the file in place of the one that may be there.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        File.Move(WritePartial(path, content, isPrivate), path, overwrite: true);
        FlushName(path);
    }

    /// <summary>Makes what was written to a file so far durable; its name too when the directory is flushed.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void Flush(FileStream file)
    {
        file.Flush();
        FileSystemCalls.Flush(file.SafeFileHandle);
    }

    private static string WritePartial(string path, ReadOnlySpan<byte> content, bool isPrivate)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(partial, options);
        try
        {
            file.Write(content);
            Flush(file);
            return partial;
        }
        catch (IOException) // a full disk, which is asked again and again
        {
            File.Delete(partial);
            throw;
        }
    }

    // the directory may be as new as the file
    private static void FlushName(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        FileSystemCalls.FlushDirectory(directory);
        if (Path.GetDirectoryName(directory) is { } parent)
            FileSystemCalls.FlushDirectory(parent);
    }
}

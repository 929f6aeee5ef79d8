namespace ImagingGateway.Filmless.Secrets;

/// <summary>Files with keys: whole or not there, flushed, readable by the gateway's own user only.</summary>
internal static class KeyFile
{
    /// <summary>Does nothing when the file is there: the first of several processes wins, and its key counts.</summary>
    public static void CreateOnce(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path))
            return;
        var partial = WritePartial(path, content);
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
    }

    public static void Replace(string path, ReadOnlySpan<byte> content) => File.Move(WritePartial(path, content), path, overwrite: true);

    private static string WritePartial(string path, ReadOnlySpan<byte> content)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(partial, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
        return partial;
    }
}

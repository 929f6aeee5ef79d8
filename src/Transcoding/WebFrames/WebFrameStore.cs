using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.HtJ2k;
using ImagingGateway.Storage.Maintenance;

namespace ImagingGateway.Transcoding.WebFrames;

/// <summary>
/// The files of the web cache. A file appears whole under its name or not at all; anyone may delete any of them, or all, at any time. When
/// they grow beyond the limit, those not read for longest go.
/// </summary>
/// <param name="directory">Made when first needed.</param>
/// <param name="limit">Greatest size of all files in bytes; 0 keeps nothing.</param>
/// <param name="clock">For "read last".</param>
public sealed class WebFrameStore(string directory, long limit, TimeProvider clock) : IObjectDerivations, IDisposable
{
    /// <summary>Raise it when frames are coded in another way: older files are then never read again, and go in time.</summary>
    private const string Form = "htj2k-2";

    /// <summary>How exactly "read last" is known; each noting is a write to the file's inode.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _sweeping = new(1, 1);
    private long _size = -1;

    /// <summary>Nothing is kept.</summary>
    public bool IsOff => limit <= 0;

    /// <summary>The frame's file, opened; null when it is not there.</summary>
    public async ValueTask<WebFrame?> OpenAsync(string objectKey, int frameNumber, CancellationToken cancellationToken)
    {
        if (IsOff)
            return null;
        var path = PathOf(objectKey, frameNumber);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
            if (await WebFrameFile.ReadAsync(file, cancellationToken) is { } prefixes)
            {
                NoteReading(path);
                return new WebFrame(file, prefixes);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // deleted, or not readable: it is derived again
        }

        if (file is not null)
            await file.DisposeAsync();
        return null;
    }

    /// <summary>Keeps a frame; a full disk is no fault, the frame is then only not kept.</summary>
    public async Task KeepAsync(string objectKey, int frameNumber, EncodedFrame frame, CancellationToken cancellationToken)
    {
        if (IsOff || frame.Prefixes is not { } prefixes)
            return;
        var path = PathOf(objectKey, frameNumber);
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await file.WriteAsync(frame.Bytes, cancellationToken);
                await file.WriteAsync(WebFrameFile.Trailer(prefixes), cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
            await GrowAsync(frame.Bytes.Length, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
        }
        catch (OperationCanceledException)
        {
            Remove(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Forget(IReadOnlyCollection<string> objectKeys)
    {
        foreach (var key in objectKeys)
        {
            try
            {
                Directory.Delete(FolderOf(key), recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // not there, or being written: nobody asks for it again, and it falls out in time
            }
        }
    }

    /// <summary>Counts what is there and makes room. Returns the bytes left.</summary>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        await _sweeping.WaitAsync(cancellationToken);
        try
        {
            var files = Directory.Exists(directory)
                ? new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc, file.Extension)).ToList()
                : [];
            var size = files.Sum(file => file.Length);

            // down to a tenth below the limit, so that not every new frame sweeps
            var goal = size > limit ? limit - (limit / 10) : limit;
            var left = clock.GetUtcNow().UtcDateTime - Grain; // by a process that died while writing
            foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc))
            {
                if (size <= goal && (file.Extension != ".part" || file.LastWriteTimeUtc > left))
                    continue;
                Remove(file.FullName);
                size -= file.Length;
            }

            Interlocked.Exchange(ref _size, size);
            return size;
        }
        finally
        {
            _sweeping.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sweeping.Dispose();

    private async Task GrowAsync(long bytes, CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _size) < 0 || Interlocked.Add(ref _size, bytes) > limit)
            await SweepAsync(cancellationToken);
    }

    private string PathOf(string objectKey, int frameNumber) => Path.Combine(FolderOf(objectKey), frameNumber.ToString(CultureInfo.InvariantCulture));

    /// <summary>A folder for each instance, hashes only: nothing received is part of a name.</summary>
    private string FolderOf(string objectKey)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Form}\n{objectKey}")));
        return Path.Combine(directory, name[..2], name);
    }

    private void NoteReading(string path)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now - File.GetLastWriteTimeUtc(path) > Grain)
            File.SetLastWriteTimeUtc(path, now);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // next time
        }
    }
}

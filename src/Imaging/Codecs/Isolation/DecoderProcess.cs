using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImagingGateway.Imaging.Codecs.Isolation;

/// <summary>
/// A process that decodes frames for this one, so that a fault of a native decoder ends that process and no other. It inherits no
/// setting and no open file, is asked one frame at a time, and ends with this process. Not safe for concurrent use.
/// </summary>
internal sealed class DecoderProcess : IDisposable
{
    /// <summary>Of its last words, characters.</summary>
    private const int LongestLine = 200;

    private readonly Process _process;
    private readonly Lock _ending = new();
    private bool _isDecoding;

    private DecoderProcess(Process process) => _process = process;

    /// <summary>The number by which the operating system knows it.</summary>
    public int Id => _process.Id;

    /// <exception cref="UndecodableFrameException">No process could be started.</exception>
    public static DecoderProcess Start()
    {
        var program = typeof(DecoderProcess).Assembly.Location;
        var start = new ProcessStartInfo(DotNet(), ["exec", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        var libraries = start.Environment.TryGetValue("LD_LIBRARY_PATH", out var path) ? path : null;
        start.Environment.Clear(); // settings may hold passwords
        if (libraries is not null)
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        foreach (var name in (ReadOnlySpan<string>)["gcServer", "gcConcurrent", "EnableDiagnostics", "EnableWriteXorExecute", "TieredPGO"])
            start.Environment["DOTNET_" + name] = "0";
        try
        {
            return new DecoderProcess(Process.Start(start)!);
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            throw new UndecodableFrameException("The image cannot be shown now: the process that decodes could not be started. Try again; if it stays so, the machine may be out of memory.", failure);
        }
    }

    /// <summary>Decodes one frame.</summary>
    /// <param name="patience">How long that may take; then the process is ended.</param>
    /// <exception cref="UndecodableFrameException">The decoder refused the frame.</exception>
    /// <exception cref="IOException">The process is no more, or no longer right; what it said last is in the message.</exception>
    public DecodedFrame Decode(DecoderMessages.Request request, TimeSpan patience)
    {
        SetDecoding(true);
        using var deadline = new Timer(_ => EndIfDecoding(), null, patience, Timeout.InfiniteTimeSpan);
        try
        {
            DecoderMessages.WriteRequest(_process.StandardInput.BaseStream, request);
            return DecoderMessages.ReadAnswer(_process.StandardOutput.BaseStream, request);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException)
        {
            throw new IOException(LastWords(), fault);
        }
        finally
        {
            SetDecoding(false);
        }
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private void SetDecoding(bool isDecoding)
    {
        lock (_ending)
            _isDecoding = isDecoding;
    }

    // A deadline may come while its answer does: then it must not end a process that waits for the next frame, or touch one that was disposed of.
    private void EndIfDecoding()
    {
        lock (_ending)
        {
            if (_isDecoding)
                _process.Kill();
        }
    }

    private string LastWords()
    {
        _process.Kill();
        var said = _process.StandardError.ReadToEnd();
        _process.WaitForExit();
        var line = said.Trim().Split('\n')[0].Trim();
        return $"The decoding process ended with {_process.ExitCode}: {line[..Math.Min(line.Length, LongestLine)]}";
    }

    // The program that runs this process's runtime; this process may be a program of its own.
    private static string DotNet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    }
}

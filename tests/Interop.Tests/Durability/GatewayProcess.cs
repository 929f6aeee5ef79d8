using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>
/// <c>imaging-gateway serve</c> as a process of its own, made to be killed: the published one that <c>GATEWAY_PROGRAM</c> names (it starts three
/// times as fast), else the one built beside the tests.
/// </summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <param name="data">Data directory, kept over kills.</param>
    /// <param name="fault">Where it kills itself, such as <c>flushed:5</c>; null for never.</param>
    /// <param name="settings">Environment variables.</param>
    public GatewayProcess(string data, string? fault, IReadOnlyDictionary<string, string> settings)
    {
        (DicomPort, var webPort) = (FreePort(), FreePort());
        Web = new Uri($"http://127.0.0.1:{webPort}/dicom-web/");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Environment.GetEnvironmentVariable("GATEWAY_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "imaging-gateway.dll"), "serve", "--data", data, "--no-auth",
                "--dicom-port", $"{DicomPort}", "--web-port", $"{webPort}",
            },
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["GATEWAY_FAULT"] = fault ?? string.Empty;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int DicomPort { get; }

    public Uri Web { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>Most resident memory so far, bytes.</summary>
    public long PeakMemory => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>The command lines of the processes it started that still run.</summary>
    public IEnumerable<string> Children => Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)).Select(CommandOfChild).OfType<string>();

    /// <summary>What it wrote, for the message of a failing test.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>False when the process still runs after the time.</summary>
    public async Task<bool> EndsAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>True once it listens, false when it ended before.</summary>
    public async Task<bool> ListensAsync()
    {
        var listens = false;
        await Eventually.IsTrueAsync(async () => (listens = await Listening.IsAtAsync(DicomPort)) || HasEnded, () => Output);
        return listens;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it where it is (SIGSTOP): once this is done it answers nobody any more, and calls of the operating system that had begun may still end.</summary>
    public async Task FreezeAsync()
    {
        using (var kill = Process.Start("kill", ["-STOP", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        await Eventually.IsTrueAsync(() => Directory.EnumerateDirectories($"/proc/{_process.Id}/task").All(thread => StateOf(thread) is 'T' or 'D'));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // "pid (name) state ...", and the name may hold anything
    private static char StateOf(string thread) => File.ReadAllText($"{thread}/stat") is var line ? line[line.LastIndexOf(')') + 2] : default;

    // a process may end between its listing and its reading
    private string? CommandOfChild(string path)
    {
        try
        {
            return File.ReadAllText($"{path}/status").Contains($"\nPPid:\t{_process.Id}\n", StringComparison.Ordinal) ? File.ReadAllText($"{path}/cmdline").Replace('\0', ' ') : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}

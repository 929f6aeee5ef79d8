using System.Diagnostics;
using System.Text;

namespace ImagingGateway.Interop.Tests.Commands;

/// <summary>A command as an IT person runs it: a process of its own.</summary>
internal static class CommandProcess
{
    /// <summary>Exit code, and what it wrote.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="arguments">Such as <c>verify --data /somewhere</c>.</param>
    public static async Task<(int Code, string Said)> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "imaging-gateway.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["Web__AssetsDirectory"] = Path.Combine(Repository.Root, "src", "Viewer.Web", "dist");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}

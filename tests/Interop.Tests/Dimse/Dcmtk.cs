using System.Diagnostics;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>DCMTK's programs, run to their end.</summary>
internal static class Dcmtk
{
    /// <summary>Runs a program and returns what it said, both streams together.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> SucceedAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} ended with {exitCode}: {output}");
        return output;
    }

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Tool.Require(program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TCP_NODELAY"] = "1"; // as installed DCMTK waits 45 ms for every acknowledgement
        return Process.Start(start)!;
    }
}

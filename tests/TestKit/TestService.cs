using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ImagingGateway.TestKit;

/// <summary>
/// A real server that tests need: the one the environment names (<c>./test</c> starts each once), else one started by the script of that name in
/// <c>tests/services</c> and ended with this process.
/// </summary>
public sealed partial class TestService
{
    private static readonly Lock Gate = new();
    private readonly string _script;

    private TestService(string name) => _script = Path.Combine(Root(), "tests", "services", name);

    /// <summary>Makes sure that the server runs; afterwards the environment has its variables.</summary>
    /// <param name="name">Of the script, such as <c>s3</c>.</param>
    /// <param name="variable">One the script exports.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message has what the script said.</exception>
    public static TestService Require(string name, string variable)
    {
        var service = new TestService(name);
        lock (Gate)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 })
                return service;
            foreach (Match line in Export().Matches(service.Run("start")))
                Environment.SetEnvironmentVariable(line.Groups[1].Value, line.Groups[2].Value);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => service.Run("stop");
            return service;
        }
    }

    /// <summary>Runs a command of the script, such as <c>kill</c> or <c>resume</c>.</summary>
    public string Run(string command)
    {
        using var process = Process.Start(new ProcessStartInfo(_script, command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{_script} {command} failed: {errors.Result}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImagingGateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests must run from within a checkout.");
        return folder.FullName;
    }

    [GeneratedRegex("^export (\\w+)='(.*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}

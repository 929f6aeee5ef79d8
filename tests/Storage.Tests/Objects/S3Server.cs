using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>
/// A real S3 server: the one the environment names (<c>./test</c> starts it once), else one started by <c>tests/services/s3</c> and
/// ended with the tests.
/// </summary>
public sealed partial class S3Server : IDisposable
{
    private readonly bool _started;
    private readonly string _script = Path.Combine(Root(), "tests", "services", "s3");

    public S3Server()
    {
        if (Environment.GetEnvironmentVariable("S3_ENDPOINT") is null)
        {
            _started = true;
            foreach (Match line in Export().Matches(Run("start")))
                Environment.SetEnvironmentVariable(line.Groups[1].Value, line.Groups[2].Value);
        }

        Options = new S3Options
        {
            Endpoint = Environment.GetEnvironmentVariable("S3_ENDPOINT"),
            AccessKey = Environment.GetEnvironmentVariable("S3_ACCESS_KEY"),
            SecretKey = Environment.GetEnvironmentVariable("S3_SECRET_KEY"),
            Region = Environment.GetEnvironmentVariable("S3_REGION") ?? "us-east-1",
            Bucket = $"test-{Guid.NewGuid():n}",
        };
    }

    /// <summary>Settings with a bucket that does not exist yet.</summary>
    public S3Options Options { get; }

    /// <summary>Ends the server with SIGKILL.</summary>
    public void Kill() => Run("kill");

    /// <summary>Starts it again on the same port and with the same data.</summary>
    public void Resume() => Run("resume");

    public void Dispose()
    {
        if (_started)
            Run("stop");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImagingGateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests must run from within a checkout.");
        return folder.FullName;
    }

    private string Run(string command)
    {
        using var process = Process.Start(new ProcessStartInfo(_script, command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"No S3 server for the tests: {errors.Result}");
    }

    [GeneratedRegex("^export (\\w+)='(.*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}

[CollectionDefinition("s3")]
public sealed class S3Collection : ICollectionFixture<S3Server>;

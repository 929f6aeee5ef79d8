namespace ImagingGateway.TestKit;

/// <summary>External programs that tests run.</summary>
public static class Tool
{
    /// <summary>Full path of a program on <c>PATH</c>; null when it is not installed.</summary>
    public static string? PathOf(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Full path of a program.</summary>
    /// <exception cref="InvalidOperationException">It is not installed; <c>./test</c> installs it.</exception>
    public static string Require(string name) =>
        PathOf(name) ?? throw new InvalidOperationException($"'{name}' is not installed; ./test installs it.");
}

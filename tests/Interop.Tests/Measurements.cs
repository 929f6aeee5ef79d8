using System.Globalization;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests;

/// <summary>Figures that are printed and kept in <c>artifacts/measurements.txt</c>, never asserted: the machine may be busy.</summary>
internal static class Measurements
{
    public static void Record(ITestOutputHelper output, string what, TimeSpan time) =>
        Record(output, what, string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"));

    public static void Record(ITestOutputHelper output, string what, TimeSpan time, long bytes) =>
        Record(output, what, string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s, {bytes / 1024.0:0} KiB"));

    public static void Record(ITestOutputHelper output, string what, string value)
    {
        var line = $"{DateTime.UtcNow:u} {what}: {value}";
        output.WriteLine(line);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        File.AppendAllLines(Path.Combine(folder.FullName, "measurements.txt"), [line]);
    }
}

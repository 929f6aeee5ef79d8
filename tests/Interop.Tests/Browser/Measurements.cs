using System.Globalization;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>Times that are printed and kept in <c>artifacts/measurements.txt</c>, never asserted: the machine may be busy.</summary>
internal static class Measurements
{
    public static void Record(ITestOutputHelper output, string what, TimeSpan time)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:u} {what}: {time.TotalSeconds:0.00} s");
        output.WriteLine(line);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        File.AppendAllLines(Path.Combine(folder.FullName, "measurements.txt"), [line]);
    }
}

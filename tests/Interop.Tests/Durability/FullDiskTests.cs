using System.Globalization;
using ImagingGateway.TestKit;
using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>The disk is full, for spool, index and objects alike; then there is room again.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : OutageContract(output)
{
    private readonly DiskToFill _disk = new();

    protected override int PixelBytes => 5_000;

    [Fact]
    [Trait("Category", "Soak")]
    public async Task The_disk_is_full()
    {
        var settings = new Dictionary<string, string> { ["SpoolReserveBytes"] = _disk.Reserve.ToString(CultureInfo.InvariantCulture) };
        var senders = await SufferAsync("Disk full", settings, "Disk", _disk.Fill, _disk.Free, Path.Combine(_disk.Path, "data"));
        Assert.InRange(senders.Refusals, 1, int.MaxValue);
    }

    public override void Dispose()
    {
        base.Dispose();
        _disk.Dispose();
    }
}

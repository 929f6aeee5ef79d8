using Xunit.Abstractions;

namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>On SQLite and files.</summary>
public sealed class KillTests(ITestOutputHelper output) : KillContract(output)
{
    protected override IReadOnlyList<(string Point, int Most)> Faults { get; } =
    [
        ("written", 40), ("named", 40), ("flushed", 40), ("object-linked", 40), ("object-committed", 3), ("index-committed", 3), ("spool-emptied", 3),
    ];

    protected override int Kills => 10;
}

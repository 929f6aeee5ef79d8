namespace ImagingGateway.Interop.Tests.Durability;

/// <summary>On SQLite and files.</summary>
public sealed class KillTests : KillContract
{
    protected override IReadOnlyList<string> Faults { get; } =
    [
        "written:7", "named:11", "flushed:5", "object-linked:9", "object-committed:2", "index-committed:2", "spool-emptied:3",
    ];

    protected override int Kills => 3;
}

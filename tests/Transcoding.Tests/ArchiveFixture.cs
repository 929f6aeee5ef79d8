namespace ImagingGateway.Transcoding.Tests;

/// <summary>One archive for a class of tests.</summary>
public sealed class ArchiveFixture : IAsyncLifetime
{
    public Archive Archive { get; private set; } = null!;

    public async Task InitializeAsync() => Archive = await Archive.StartAsync();

    public async Task DisposeAsync() => await Archive.DisposeAsync();
}

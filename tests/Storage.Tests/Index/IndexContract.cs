namespace ImagingGateway.Storage.Tests.Index;

/// <summary>Base of the suites that both databases must pass: an empty index per test.</summary>
public abstract class IndexContract : IAsyncLifetime
{
    private StorageOptions? _options;

    internal ArchiveUnderTest Archive { get; private set; } = null!;

    /// <summary>The settings under test.</summary>
    protected StorageOptions Options => _options!;

    public async Task InitializeAsync()
    {
        _options = await NewIndexAsync();
        Archive = await ArchiveUnderTest.StartAsync(_options);
    }

    public async Task DisposeAsync() => await Archive.DisposeAsync();

    /// <summary>Settings that name an empty database.</summary>
    protected abstract Task<StorageOptions> NewIndexAsync();
}

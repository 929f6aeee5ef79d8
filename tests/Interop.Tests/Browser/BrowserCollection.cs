namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>One gateway and one Chromium for all browser tests, which therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>No page is wider than a phone, also when a sentence names a UID, the longest word there is.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NarrowPagesTests(BrowserFixture gateway)
{
    [ToolFact("chromium")]
    public async Task A_long_word_in_a_sentence_does_not_make_a_page_wider()
    {
        await using var visitor = await gateway.VisitSignedInAsync(phone: true);
        var wide = new List<string>();
        var sentences = 0;
        foreach (var page in new[] { "/studies", $"/studies/{gateway.ChestCT}", $"/studies/{gateway.ChestCT}/evidence", $"/links/new?study={gateway.ChestCT}", "/links", "/claims", "/ledger", "/devices", "/health", "/accounts", "/audit", "/reports" })
        {
            await visitor.Page.GotoAsync(page);
            sentences += await visitor.Page.EvaluateAsync<int>("() => { const all = document.querySelectorAll('main p'); for (const one of all) one.append(' ' + '1.2.840.'.repeat(8)); return all.length; }");
            if (await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                wide.Add(page);
        }

        Assert.Equal([], wide);
        Assert.True(sentences > 0);
    }
}

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ImagingGateway.Interop.Tests.Browser;

/// <summary>What keeps people from using a page by ear, by keyboard or with weak eyes, as axe-core finds it: WCAG 2.1 A and AA, and its own best practices.</summary>
internal static class Accessible
{
    private static readonly AxeRunOptions Options = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } };

    /// <summary>One line for each thing that is wrong with the page as it is now.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        var result = await page.RunAxe(Options);
        var address = new Uri(page.Url).PathAndQuery;
        return [.. result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{address}: {rule.Id}: {rule.Help}: {node.Target} {node.Html}"))];
    }

    /// <summary>Presses Tab until an element that <paramref name="selector"/> names has the focus; every stop on the way must show where it is.</summary>
    public static async Task TabToAsync(IPage page, string selector)
    {
        const int most = 250;
        for (var stop = 0; stop < most; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            var found = await page.EvaluateAsync<string>(
                """
                selector => {
                  const at = document.activeElement;
                  if (!at || at === document.body) return 'nowhere';
                  const marked = [at, ...at.children].some(element => ['', '::after'].some(part => {
                    const style = getComputedStyle(element, part);
                    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || (part && style.content !== 'none' && parseFloat(style.borderTopWidth) > 0);
                  }));
                  if (!marked) return `unmarked ${at.outerHTML.slice(0, 200)}`;
                  return at.matches(selector) ? 'there' : 'on the way';
                }
                """,
                selector);
            if (found == "there")
                return;
            Assert.False(found.StartsWith("unmarked", StringComparison.Ordinal), found);
        }

        Assert.Fail($"Nothing that matches {selector} is reached by Tab on {page.Url}.");
    }
}

using System.Text.RegularExpressions;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Tests.Pages;

public sealed partial class TextsTests
{
    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_places()
    {
        var (vietnamese, english) = (Texts.In(Language.Vi), Texts.In(Language.En));

        Assert.Equal(vietnamese.Keys.Order(), english.Keys.Order());
        Assert.All(vietnamese.Keys, key => Assert.Equal(Places(vietnamese[key]), Places(english[key])));
        Assert.All(vietnamese.Keys, key => Assert.False(string.IsNullOrWhiteSpace(vietnamese[key]) || string.IsNullOrWhiteSpace(english[key])));
    }

    [Fact]
    public void Every_key_that_a_page_names_has_a_text()
    {
        var known = Texts.In(Language.Vi).Keys.ToHashSet();
        var root = Root();
        var used = Directory.EnumerateFiles(Path.Combine(root, "src", "Viewer.Api"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => KeyInPage().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.True(used.Count > 100);
        Assert.Empty(used.Except(known));
    }

    [Fact]
    public void Every_audit_action_and_outcome_has_a_text()
    {
        var known = Texts.In(Language.Vi).Keys.ToHashSet();

        Assert.All(Enum.GetNames<AuditAction>(), name => Assert.Contains($"Action{name}", known));
        Assert.All(Enum.GetNames<AuditOutcome>(), name => Assert.Contains($"Outcome{name}", known));
        Assert.All(Enum.GetNames<Filmless.StudyLinks.StudyLinkFault>(), name => Assert.Contains($"LinkFault{name}", known));
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImagingGateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests must run from within a checkout.");
        return folder.FullName;
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("Page\\.T\\[\"([A-Za-z0-9]+)\"")]
    private static partial Regex KeyInPage();
}

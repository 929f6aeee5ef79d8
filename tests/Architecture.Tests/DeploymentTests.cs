using System.Text.RegularExpressions;
using ImagingGateway.Host;
using Microsoft.Extensions.Configuration;

namespace ImagingGateway.Architecture.Tests;

/// <summary>What <c>deploy/</c> writes into settings is a setting, and what it fetches has a version.</summary>
public sealed partial class DeploymentTests
{
    [Fact]
    public void Every_setting_in_deploy_is_one_and_has_a_value_that_is_taken()
    {
        var settings = Files().SelectMany(file => Setting().Matches(File.ReadAllText(file))).Select(match => (Name: match.Groups[1].Value, Value: Filled(match.Groups[2].Value))).ToList();
        Assert.Contains(settings, setting => setting.Name == "S3__CredentialsFile"); // they are found
        Assert.Contains(settings, setting => setting.Name == "Data");
        Assert.Contains(settings, setting => setting.Name == "Dicom__Port");
        var known = GatewaySettings.Kinds.Select(kind => kind.Section).ToHashSet(StringComparer.Ordinal);
        Assert.All(settings, setting => Assert.Contains(setting.Name.Split("__")[0], known));
        GatewaySettings.From(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)).DistinctBy(setting => setting.Key))
            .Build());
    }

    [Fact]
    public void Every_image_that_is_fetched_has_a_full_version()
    {
        var images = Image().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "deploy", "compose.yaml"))).Select(match => match.Groups[1].Value).Where(image => image != "imaging-gateway").ToList();
        Assert.Equal(4, images.Count);
        Assert.All(images, image => Assert.Matches(@":(\d+\.\d+\.\d+|17\.\d+-|RELEASE\.)", image)); // PostgreSQL's versions have two numbers
    }

    /// <summary>As compose fills in what stands in <c>.env</c>: its default, else some host's name.</summary>
    private static string Filled(string value) => Required().Replace(Defaulted().Replace(value, "$1"), "host");

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "deploy"));

    [GeneratedRegex(@"\b(Data|Index|Objects|[A-Z][A-Za-z0-9]*(?:__[A-Za-z0-9]+)+)(?:=|: )([^\s,]+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\$\{\w+:-(\w+)\}")]
    private static partial Regex Defaulted();

    [GeneratedRegex(@"\$\{\w+:\?.*")]
    private static partial Regex Required();

    [GeneratedRegex(@"^ *image: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Image();
}

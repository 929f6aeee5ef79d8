using System.Xml.Linq;

namespace ImagingGateway.Architecture.Tests;

/// <summary>The directions between projects: docs/decisions/0002.</summary>
public sealed class ProjectDirectionTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Dicom", [] },
        { "Demo", ["Dicom"] },
        { "Imaging", ["Dicom"] },
        { "Storage", ["Dicom"] },
        { "Filmless", ["Imaging", "Storage"] },
        { "Transcoding", ["Imaging", "Storage"] },
        { "DicomGateway", ["Filmless", "Imaging", "Storage", "Transcoding"] },
        { "Viewer.Api", ["Filmless", "Imaging", "Storage", "Transcoding"] },
        { "Host", ["Demo", "DicomGateway", "Transcoding", "Viewer.Api"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_only_what_lies_below_it(string project, string[] allowed)
    {
        var references = ReferencesOf(project);
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Every_project_below_src_is_in_the_picture()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name is not "Dicom.Generators");
        Assert.Equal(Allowed.Select(row => (string)row[0]).Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Dicom")]
    [InlineData("Imaging")]
    [InlineData("Demo")]
    public void The_libraries_at_the_bottom_use_the_base_library_only(string project)
    {
        var document = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"));
        Assert.DoesNotContain(document.Descendants("PackageReference"), package => package.Attribute("PrivateAssets")?.Value != "all");
        Assert.Empty(document.Descendants("FrameworkReference"));
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Where(reference => reference.Attribute("OutputItemType")?.Value != "Analyzer")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}

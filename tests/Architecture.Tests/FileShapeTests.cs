namespace ImagingGateway.Architecture.Tests;

/// <summary>A file that outgrew one screenful of meaning is a redesign waiting.</summary>
public sealed class FileShapeTests
{
    [Fact]
    public void No_file_is_longer_than_500_lines()
    {
        var tooLong = SourceTree.Files("src").Concat(SourceTree.Files("tests"))
            .Select(file => (File: file, SourceTree.Lines(file).Length))
            .Where(file => file.Length > 500);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void The_namespace_tells_the_folder()
    {
        var astray = from file in SourceTree.Files("src")
                     where file.EndsWith(".cs", StringComparison.Ordinal)
                     let folder = "ImagingGateway." + string.Join('.', file.Split('/')[1..^1])
                     let declared = SourceTree.Lines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                     where declared is not null && declared != $"namespace {folder};"
                     select $"{file}: {declared}";
        Assert.Empty(astray);
    }

    [Fact]
    public void The_name_System_Data_DataSet_is_banned()
    {
        var offences = from file in SourceTree.Files("src")
                       from line in SourceTree.Lines(file)
                       where line.Contains("System.Data.DataSet", StringComparison.Ordinal)
                       select $"{file}: {line}";
        Assert.Empty(offences);
    }

    /// <summary>They say that all is well when the file system has become read-only and lost what was written: <c>DurableFile.Flush</c> does not.</summary>
    [Fact]
    public void The_flushes_of_the_base_library_are_banned()
    {
        var offences = from file in SourceTree.Files("src")
                       from line in SourceTree.Lines(file)
                       where line.Contains("FlushToDisk", StringComparison.OrdinalIgnoreCase) || line.Contains(".Flush(true)", StringComparison.Ordinal)
                       select $"{file}: {line}";
        Assert.Empty(offences);
    }
}
